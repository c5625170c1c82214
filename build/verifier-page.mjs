// The page that says whether a record is whole: one HTML file that needs nothing else and reaches nothing.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The hash by which a content policy knows an inline script or style.
 * @param {string} text
 */
function policyHash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * Writes the page to `path`. Its content policy allows its own script and style, by their hashes, and nothing else.
 * @param {Pick<typeof import('vite'), 'build'>} vite
 * @param {string} base the checkout
 * @param {string} path
 */
export async function makeVerifierPage({ build }, base, path) {
  const folder = join(base, 'renderer', 'verifier');
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      // Browsers of the last years: whoever receives a record has what they have.
      target: ['chrome110', 'firefox115', 'safari16'],
      reportCompressedSize: false,
      rolldownOptions: { input: join(folder, 'verifier.ts'), output: { format: 'iife' } },
    },
  });
  const [first] = [built].flat();
  const code = first !== undefined && 'output' in first ? first.output[0].code : '';
  // What would end the script inside it.
  const script = `\n${code.trim().replaceAll('</script', '<\\/script')}\n`;
  const style = `\n${readFileSync(join(folder, 'verifier.css'), 'utf8')}`;
  const policy = [
    "default-src 'none'",
    `script-src ${policyHash(script)}`,
    `style-src ${policyHash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = readFileSync(join(folder, 'verifier.html'), 'utf8')
    .replace('<!--policy-->', () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace('<!--style-->', () => `<style>${style}</style>`)
    .replace('<!--script-->', () => `<script>${script}</script>`);
  writeFileSync(path, page);
}
