import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A picture, and what stands in it. */
export type Page = { readonly picture: Buffer; readonly expected: string };

/**
 * What Tesseract reads in these pictures, in their order. `alphabet` is what it may read. It is told whether a picture holds
 * one character or a line, as it takes a lone digit for no line at all.
 * @throws where Tesseract is not installed
 */
export async function readPages(
  folder: string,
  name: string,
  pages: readonly Page[],
  alphabet: string,
): Promise<readonly string[]> {
  const read = new Map<Page, string>();
  for (const [kind, mode] of [
    ['line', '7'],
    ['character', '8'],
  ] as const) {
    const some = pages.filter(({ expected }) => (expected.length === 1) === (kind === 'character'));
    if (some.length === 0) continue;
    const paths = some.map((page) => {
      const path = join(folder, `${name}-${pages.indexOf(page)}.png`);
      writeFileSync(path, page.picture);
      return path;
    });
    const list = join(folder, `${name}-${kind}.txt`);
    writeFileSync(list, `${paths.join('\n')}\n`);
    const { stdout } = await run(
      'tesseract',
      [list, 'stdout', '--psm', mode, '-c', `tessedit_char_whitelist=${alphabet}`, '-c', 'page_separator=\f'],
      { maxBuffer: 1 << 26, env: { ...process.env, OMP_THREAD_LIMIT: '1' } },
    );
    const texts = stdout.split('\f');
    for (const [index, page] of some.entries()) read.set(page, (texts[index] ?? '').replace(/\s+/g, ''));
  }
  return pages.map((page) => read.get(page) ?? '');
}
