import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildSignedRecord, recordFileText } from '../../shared/record/signed-record.ts';
import { shortCode } from '../../shared/record/signing.ts';
import { replay } from '../../shared/session/evolve.ts';
import { correctionsJournal } from './journal-samples.ts';
import { addAddendum, countersign, signJournal } from './sign-journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigil-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const record = buildSignedRecord(replay(countersign(addAddendum(signJournal(correctionsJournal()), 'Called: well.'))));
const text = recordFileText(record);

/** Runs the program as `npm run verify` does. */
function verify(...files: string[]) {
  const program = join(import.meta.dirname, '../../electron/records/verify-cli.ts');
  const run = spawnSync(process.execPath, [program, ...files], { encoding: 'utf8' });
  return { exitCode: run.status, output: run.stdout + run.stderr };
}

function fileWith(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a whole record: exit 0, its code, signer, key and addenda, nothing of the patient', () => {
  const { exitCode, output } = verify(fileWith('whole.json', text));
  expect(exitCode).toBe(0);
  expect(output).toContain('Whole and untouched.');
  for (const part of [
    shortCode(record.recordSha256),
    'Ines Halloran, LMFT',
    record.signature.publicKeyHex,
    '2 of the process notes left out',
    'Addenda     1',
    'Also signed Ruben Castell, MD, supervisor',
  ]) {
    expect(output).toContain(part);
  }
  expect(output).not.toMatch(/Okafor|Maren|1984/);
});

test('an altered one: exit 1, what is wrong, nothing of the patient', () => {
  const { exitCode, output } = verify(fileWith('altered.json', text.replaceAll('penicillin', 'penicilliN')));
  expect(exitCode).toBe(1);
  expect(output).toContain('NOT WHOLE');
  expect(output).toContain('Entry 1 of the journal');
  expect(output).not.toMatch(/Okafor|Maren|penicil/);
});

test.each([
  ['another file', () => [fileWith('other.json', '{"a":1}')], 'not a record of Vigil'],
  ['a file that is not there', () => [join(folder, 'none.json')], 'cannot be read (ENOENT)'],
  ['a folder', () => [folder], 'cannot be read (EISDIR)'],
  ['no file', () => [], 'npm run verify -- FILE.json'],
  ['two files', () => ['a', 'b'], 'npm run verify -- FILE.json'],
])('%s: exit 2', (_what, files, sentence) => {
  const { exitCode, output } = verify(...files());
  expect(exitCode).toBe(2);
  expect(output).toContain(sentence);
});
