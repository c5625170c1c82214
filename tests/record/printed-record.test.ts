import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportContent, viewOfContent } from '../../shared/record/export-content.ts';
import { recordHtml } from '../../shared/record/html.ts';
import { nothingRedacted, type Redaction } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { shortCode } from '../../shared/record/signing.ts';
import { replay } from '../../shared/session/evolve.ts';
import { chromiumPrinter } from './chromium-printer.ts';
import { journeyNote, processWords, type SampleName, sampleNames, samples } from './journal-samples.ts';
import { addAddendum, signJournal } from './sign-journal.ts';

let printer: Awaited<ReturnType<typeof chromiumPrinter>>;
const folder = mkdtempSync(join(tmpdir(), 'vigil-printed-'));
beforeAll(async () => {
  printer = await chromiumPrinter();
}, 30_000);
afterAll(async () => {
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

const recordOf = (name: SampleName) => buildSignedRecord(replay(addAddendum(signJournal(samples[name]()), 'Called.')));

type Printed = { readonly path: string; readonly bytes: Buffer; readonly text: string };

async function printedOf(name: SampleName, redaction: Redaction): Promise<Printed> {
  const view = viewOfContent(exportContent(recordOf(name), redaction));
  const bytes = Buffer.from(await printer.printPage(recordHtml(view, printer.fontCss)));
  const path = join(folder, `${name}${view.leftOut.length}.pdf`);
  writeFileSync(path, bytes);
  return { path, bytes, text: execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }) };
}

const told = (program: string, path: string) => execFileSync(program, [path], { encoding: 'utf8' });

/** The file with every compressed stream of it opened. */
function openedStreams(pdf: Buffer): Buffer {
  const streams: Buffer[] = [];
  for (let from = 0; ; ) {
    const keyword = pdf.indexOf('stream', from, 'latin1');
    if (keyword < 0) return Buffer.concat([pdf, ...streams]);
    const begin = keyword + (pdf[keyword + 6] === 13 ? 8 : 7);
    const end = pdf.indexOf('endstream', begin, 'latin1');
    const head = pdf.subarray(Math.max(0, keyword - 200), keyword).toString('latin1');
    const dictionary = head.slice(head.lastIndexOf(' obj'));
    if (dictionary.includes('/FlateDecode')) streams.push(inflateSync(pdf.subarray(begin, end)));
    from = end + 9;
  }
}

describe.each(sampleNames)('the printed record of “%s”', (name) => {
  let whole: Printed;
  beforeAll(async () => {
    whole = await printedOf(name, nothingRedacted);
  }, 30_000);

  test('has one to four pages, is tagged, and numbered with its code on every page', () => {
    const { path, text } = whole;
    const about = told('pdfinfo', path);
    const pages = Number(/Pages:\s+(\d+)/.exec(about)?.[1]);
    expect(pages).toBeGreaterThanOrEqual(1);
    expect(pages).toBeLessThanOrEqual(4);
    expect(about).toMatch(/Tagged:\s+yes/);
    expect(about).toMatch(/Page size:.*A4/);
    const { recordSha256, signature } = recordOf(name);
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`Page ${page} of ${pages}`);
    expect(text.split(`Record ${shortCode(recordSha256)}`)).toHaveLength(pages + 1);
    for (const part of [recordSha256, signature.publicKeyHex, 'Ines Halloran, LMFT', 'Signed as author']) {
      expect(text).toContain(part);
    }
  });

  test('has its fonts inside as TrueType, and its chart as lines, not as a picture', () => {
    const { path } = whole;
    const fonts = told('pdffonts', path).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/SourceSans3.* CID TrueType\s+Identity-H\s+yes yes yes/);
    expect(execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).trim().split('\n')).toHaveLength(2);
  });

  test('is in ink only: no colour that a grey printer would lose', () => {
    const { path } = whole;
    const colour = execFileSync('pdftoppm', ['-r', '20', path], { maxBuffer: 2 ** 26 });
    // Each page is a P6 picture: three bytes a point, which are the same where it is grey.
    let coloured = 0;
    for (let at = 0; at < colour.length; ) {
      const [head = '', width, height] =
        /^P6\n(\d+) (\d+)\n255\n/.exec(colour.subarray(at, at + 30).toString('latin1')) ?? [];
      const begin = at + head.length;
      const length = Number(width) * Number(height) * 3;
      for (let point = begin; point < begin + length; point += 3) {
        if (colour[point] !== colour[point + 1] || colour[point] !== colour[point + 2]) coloured += 1;
      }
      at = begin + length;
    }
    expect(coloured).toBe(0);
  });

  test('a copy without name and free text has neither, in its text or in any stream of the file', async () => {
    const { bytes, text } = await printedOf(name, { withoutName: true, withoutFreeText: true });
    const all = openedStreams(bytes);
    for (const word of ['Maren', 'Okafor', '1984-03-09', journeyNote.slice(0, 30), processWords.slice(0, 20)]) {
      expect(text, word).not.toContain(word);
      const wide = Buffer.from(word, 'utf16le').swap16();
      for (const shape of [Buffer.from(word), wide, Buffer.from(wide.toString('hex'))]) {
        expect(all.includes(shape), word).toBe(false);
      }
    }
    expect(text).toContain('REDACTED COPY');
  });
});
