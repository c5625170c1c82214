import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import * as vite from 'vite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeVerifierPage } from '../../build/verifier-page.mjs';
import { exportRecord } from '../../electron/records/export-record.ts';
import { exportFormats } from '../../shared/record/export-format.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { shortCode } from '../../shared/record/signing.ts';
import { replay } from '../../shared/session/evolve.ts';
import { calmJournal } from './journal-samples.ts';
import { addAddendum, signBytes, signJournal } from './sign-journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigil-verifier-'));
const pagePath = join(folder, 'verifier.html');
const record = buildSignedRecord(replay(addAddendum(signJournal(calmJournal()), 'Called: well.')));
let browser: Browser;
let page: Page;
let files: readonly string[] = [];
const asked: string[] = [];

beforeAll(async () => {
  await makeVerifierPage(vite, join(import.meta.dirname, '../..'), pagePath);
  const exported = await exportRecord(
    record,
    {
      folder,
      formats: exportFormats,
      redaction: nothingRedacted,
      protection: { kind: 'plain' },
      at: { wallMs: Date.UTC(2026, 10, 23, 17), utcOffsetMinutes: 60 },
    },
    { printPage: async () => new TextEncoder().encode('%PDF-1.4'), fontCss: '', sign: signBytes },
  );
  if (!exported.ok) throw new Error(exported.problem.code);
  const { path } = exported.value;
  files = exported.value.files.map(({ name }) => join(path, name));
  browser = await chromium.launch({
    executablePath: process.env.VIGIL_CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}, 60_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  page = await browser.newPage();
  asked.length = 0;
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => asked.push(message.text()));
  await page.goto(pathToFileURL(pagePath).href);
});

/** What the page says of these files. */
async function verdictOn(paths: readonly string[]): Promise<string> {
  await page.setInputFiles('#files', [...paths]);
  await page.waitForSelector('#verdict h2');
  return (await page.textContent('#verdict')) ?? '';
}

const named = (name: string) => files.filter((path) => path.endsWith(name));

/** A copy of a file with one bit of a byte flipped, under the same name. */
function altered(name: string, place: number): string {
  const [path = ''] = named(`/${name}`);
  const bytes = readFileSync(path);
  bytes.set([(bytes.at(place) ?? 0) ^ 1], place);
  const copy = join(mkdtempSync(join(folder, 'altered-')), name);
  writeFileSync(copy, bytes);
  return copy;
}

test('a record that is whole: its code, its key, its addenda; nothing is asked of a network', async () => {
  const verdict = await verdictOn(named('/record.json'));
  expect(verdict).toContain('Whole and untouched.');
  expect(verdict).toContain(shortCode(record.recordSha256));
  expect(verdict).toContain(record.signature.publicKeyHex);
  expect(verdict).toContain('1. Ines Halloran');
  expect(verdict).not.toContain('Maren');
  expect(asked).toEqual([pathToFileURL(pagePath).href]);
});

test('a whole export, and one with a file altered, missing or of another kind', async () => {
  expect(await verdictOn(files)).toContain('All 8 files are as they were signed.');
  const others = files.filter((path) => !path.endsWith('/doses.csv'));
  await page.reload();
  expect(await verdictOn(others)).toContain('doses.csv is missing.');
  await page.reload();
  expect(await verdictOn([...others, altered('doses.csv', 30)])).toContain(
    'doses.csv is not the file that was signed.',
  );
  await page.reload();
  expect(await verdictOn(named('/doses.csv'))).toContain('Nothing can be said.');
});

test('a record with one bit flipped is not whole', async () => {
  expect(await verdictOn([altered('record.json', 5000)])).toContain('NOT WHOLE');
});

test('the page’s own policy lets it reach nothing', async () => {
  const reached = await page.evaluate(async () => {
    try {
      await fetch('http://127.0.0.1:9/');
      return 'reached';
    } catch (error) {
      return String(error);
    }
  });
  expect(reached).toContain('TypeError');
  expect(asked.join('\n')).toContain('Content Security Policy');
  expect(readFileSync(pagePath, 'utf8')).toContain("default-src 'none'");
});
