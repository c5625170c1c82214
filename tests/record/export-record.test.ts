import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportAftercare } from '../../electron/records/export-aftercare.ts';
import { type ExportDisk, exportDisk } from '../../electron/records/export-disk.ts';
import { type ExportChoice, exportRecord } from '../../electron/records/export-record.ts';
import { fontCss, printFontFiles } from '../../electron/records/print-fonts.ts';
import { verifyRecordFile } from '../../electron/records/verify-record.ts';
import { writeExportFolder } from '../../electron/records/write-export-folder.ts';
import { checkManifest } from '../../shared/record/manifest.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { replay } from '../../shared/session/evolve.ts';
import { calmJournal, journeyNote, processWords } from './journal-samples.ts';
import { signBytes, signJournal } from './sign-journal.ts';

const record = buildSignedRecord(replay(signJournal(calmJournal())));
const printPage = async (html: string) => new TextEncoder().encode(`%PDF-1.4\n${html}`);
const parts = { printPage, fontCss: '', sign: signBytes };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-export-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

/** A plain copy in three forms. */
const threeForms = (into: string): ExportChoice => ({
  folder: into,
  formats: ['pdf', 'markdown', 'json'],
  redaction: nothingRedacted,
  protection: { kind: 'plain' },
  at: { wallMs: Date.UTC(2026, 10, 23, 17), utcOffsetMinutes: 60 },
});

/** A disk that fails at the n-th thing it is asked, with what the operating system would say. */
function failingDisk(at: number, code: string, alsoRemoving = false): ExportDisk {
  let asked = 0;
  const fail = () => {
    asked += 1;
    if (asked === at) throw Object.assign(new Error(code), { code });
  };
  return {
    ...exportDisk,
    makeFolder: (path) => {
      fail();
      exportDisk.makeFolder(path);
    },
    writeNew: (path, bytes) => {
      asked += 1;
      // A disk that fills up keeps what it has taken so far.
      if (asked === at) {
        writeFileSync(path, bytes.subarray(0, 10));
        throw Object.assign(new Error(code), { code });
      }
      exportDisk.writeNew(path, bytes);
    },
    syncFolder: (path) => {
      fail();
      exportDisk.syncFolder(path);
    },
    moveNew: (from, to) => {
      fail();
      exportDisk.moveNew(from, to);
    },
    remove: (path) => {
      if (alsoRemoving) throw Object.assign(new Error(code), { code });
      exportDisk.remove(path);
    },
  };
}

describe('an exported record', () => {
  test('is its files in a new folder, with their signed list, named without the patient, readable by their owner only', async () => {
    const exported = await exportRecord(record, threeForms(folder), parts);
    if (!exported.ok) throw new Error(exported.problem.code);
    const code = record.recordSha256.slice(0, 12).replace(/(.{4})(?!$)/g, '$1-');
    expect(basename(exported.value.path)).toBe(`vigil-record-2026-11-23-${code}`);
    expect(readdirSync(folder)).toEqual([basename(exported.value.path)]);
    expect(exported.value.files.map((file) => [file.name, file.format])).toEqual([
      ['record.pdf', 'pdf'],
      ['record.md', 'markdown'],
      ['record.json', 'json'],
      ['SHA256SUMS', 'manifest'],
      ['SHA256SUMS.minisig', null],
      ['signing-key.pub', null],
    ]);
    const { path, files } = exported.value;
    expect(path).not.toMatch(/Maren|Okafor/);
    expect(readdirSync(path).toSorted()).toEqual(files.map((file) => file.name).toSorted());
    for (const file of files) {
      const bytes = readFileSync(join(path, file.name));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
      expect(statSync(join(path, file.name)).mode & 0o777).toBe(0o600);
      expect(bytes.includes(journeyNote)).toBe(file.name.startsWith('record.'));
      expect(bytes.includes(processWords)).toBe(false);
    }
    const read = new Map(files.map(({ name }) => [name, readFileSync(join(path, name))]));
    expect(checkManifest(read)).toMatchObject({ findings: [], by: { publicKeyHex: record.signature.publicKeyHex } });
    expect(statSync(exported.value.path).mode & 0o777).toBe(0o700);
    expect(verifyRecordFile(join(exported.value.path, 'record.json')).kind).toBe('whole');
  });

  test('never goes over what is there: a second export gets a folder of its own', async () => {
    const first = await exportRecord(record, threeForms(folder), parts);
    if (!first.ok) throw new Error(first.problem.code);
    writeFileSync(join(first.value.path, 'record.md'), 'mine');
    mkdirSync(`${first.value.path}-2`);
    writeFileSync(`${first.value.path}-3`, 'a file of that name');
    const second = await exportRecord(record, threeForms(folder), parts);
    if (!second.ok) throw new Error(second.problem.code);
    expect(second.value.path).toBe(`${first.value.path}-4`);
    expect(readFileSync(join(first.value.path, 'record.md'), 'utf8')).toBe('mine');
    expect(readdirSync(`${first.value.path}-2`)).toEqual([]);
  });

  test('is whole or not there, whatever the disk fails at', async () => {
    // The folder, six files, the folder's names, the move, the chosen folder's names.
    const steps = 10;
    for (let at = 1; at <= steps; at += 1) {
      for (const [code, problem] of [
        ['ENOSPC', 'export-disk-full'],
        ['EROFS', 'export-folder-read-only'],
        ['EIO', 'export-disk-error'],
      ] as const) {
        const exported = await exportRecord(record, threeForms(folder), { ...parts, disk: failingDisk(at, code) });
        expect(exported.ok ? 'written' : exported.problem.code, `${code} at ${at}`).toBe(problem);
        expect(readdirSync(folder), `${code} at ${at}`).toEqual([]);
      }
    }
    expect((await exportRecord(record, threeForms(folder), { ...parts, disk: failingDisk(steps + 1, 'EIO') })).ok).toBe(
      true,
    );
  });

  test('says so where not even the beginnings could be removed', async () => {
    const exported = await exportRecord(record, threeForms(folder), { ...parts, disk: failingDisk(3, 'EIO', true) });
    expect(exported.ok ? '' : exported.problem.code).toBe('export-left-over');
  });

  test('a folder that is gone, and a file instead of a folder, are said in a sentence without the path', async () => {
    writeFileSync(join(folder, 'file'), '');
    for (const [place, code] of [
      [join(folder, 'gone'), 'export-folder-missing'],
      [join(folder, 'file'), 'export-not-a-folder'],
    ] as const) {
      const exported = await exportRecord(record, threeForms(place), parts);
      if (exported.ok) throw new Error('written');
      expect(exported.problem.code).toBe(code);
      expect(JSON.stringify(exported.problem)).not.toContain(folder);
    }
  });

  test('removes what an export left that was killed in the middle', async () => {
    const left = join(folder, '.vigil-record-x.part');
    mkdirSync(left);
    writeFileSync(join(left, 'record.md'), 'half');
    const written = await writeExportFolder(folder, 'vigil-record-x', [
      { name: 'record.md', bytes: new Uint8Array([1]) },
    ]);
    expect(written.ok).toBe(true);
    expect(existsSync(left)).toBe(false);
    expect(readdirSync(folder)).toEqual(['vigil-record-x']);
  });

  test.each([
    ['throws', () => Promise.reject(new Error('the window crashed'))],
    ['gives something else than a PDF', async () => new Uint8Array([1, 2, 3])],
  ])('writes nothing where printing %s', async (_what, failing) => {
    const exported = await exportRecord(record, threeForms(folder), { ...parts, printPage: failing });
    expect(exported.ok ? '' : exported.problem.code).toBe('export-not-printed');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a defect of ours is not dressed up as the disk’s', async () => {
    const disk = {
      ...exportDisk,
      writeNew: () => {
        throw new RangeError('defect');
      },
    };
    await expect(exportRecord(record, threeForms(folder), { ...parts, disk })).rejects.toThrow('defect');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('the aftercare sheet is a PDF in a folder of its own', async () => {
  const exported = await exportAftercare(replay(calmJournal()), folder, parts);
  if (!exported.ok) throw new Error(exported.problem.code);
  expect(exported.value.file).toBe(join(folder, 'vigil-aftercare-2026-11-23', 'aftercare.pdf'));
  expect(readFileSync(exported.value.file, 'utf8')).toContain('until the next day');
});

test('the print fonts are in their package, and the style holds them whole', () => {
  const files = join(import.meta.dirname, '../../node_modules/@fontsource/source-sans-3/files');
  const css = fontCss((file) => readFileSync(join(files, file)));
  expect(css.match(/@font-face/g)).toHaveLength(printFontFiles.length);
  const [first] = printFontFiles;
  expect(css).toContain(readFileSync(join(files, first.file)).toString('base64'));
  expect(css).not.toContain('<');
});
