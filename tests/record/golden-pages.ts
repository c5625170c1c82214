/**
 * `node tests/record/golden-pages.ts DIR`: prints the five sample sessions as their records are printed, and leaves a
 * picture of each page, in grey, for people to look at: `calm-1.png` and so on. Needs Chromium and Poppler.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportContent, viewOfContent } from '../../shared/record/export-content.ts';
import { recordHtml } from '../../shared/record/html.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { replay } from '../../shared/session/evolve.ts';
import { chromiumPrinter } from './chromium-printer.ts';
import { sampleNames, samples } from './journal-samples.ts';
import { addAddendum, countersign, signJournal } from './sign-journal.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say where the pictures go: node tests/record/golden-pages.ts DIR');
mkdirSync(folder, { recursive: true });
const printer = await chromiumPrinter();
const pages = mkdtempSync(join(tmpdir(), 'vigil-pages-'));
try {
  for (const name of sampleNames) {
    const signed = signJournal(samples[name]());
    const events =
      name === 'corrections' ? countersign(addAddendum(signed, 'The day after by telephone: slept well.')) : signed;
    const content = exportContent(buildSignedRecord(replay(events)), nothingRedacted);
    const pdf = join(pages, `${name}.pdf`);
    writeFileSync(pdf, await printer.printPage(recordHtml(viewOfContent(content), printer.fontCss)));
    execFileSync('pdftoppm', ['-gray', '-r', '80', '-png', pdf, join(folder, name)]);
  }
} finally {
  await printer.close();
  rmSync(pages, { recursive: true, force: true });
}
