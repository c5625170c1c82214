import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProgram } from '../../build/repository.mjs';
import type { AgeLock } from '../../electron/records/age-container.ts';
import { type ExportDisk, exportDisk } from '../../electron/records/export-disk.ts';
import { type ExportChoice, exportRecord } from '../../electron/records/export-record.ts';
import { writeExport } from '../../electron/records/write-export.ts';
import { exportFormats } from '../../shared/record/export-format.ts';
import { checkManifest } from '../../shared/record/manifest.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { replay } from '../../shared/session/evolve.ts';
import { calmJournal, journeyNote, processWords } from './journal-samples.ts';
import { signBytes, signJournal } from './sign-journal.ts';

const record = buildSignedRecord(replay(signJournal(calmJournal())));
const passphrase = 'lantern orchid größer gravel';
const locked: AgeLock = { kind: 'passphrase', passphrase: new TextEncoder().encode(passphrase) };
const at = { wallMs: Date.UTC(2026, 10, 23, 17), utcOffsetMinutes: 60 };
const printPage = async (html: string) => new TextEncoder().encode(`%PDF-1.4\n${html}`);
const parts = { printPage, fontCss: '', sign: signBytes };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-container-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function choice(lock: AgeLock): ExportChoice {
  return { folder, formats: exportFormats, redaction: nothingRedacted, protection: { kind: 'age', lock }, at };
}

async function written(lock: AgeLock) {
  const exported = await exportRecord(record, choice(lock), parts);
  if (!exported.ok) throw new Error(exported.problem.code);
  return exported.value;
}

async function opened(bytes: Uint8Array, identity: { passphrase: string } | { key: string }): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  if ('key' in identity) decrypter.addIdentity(identity.key);
  else decrypter.addPassphrase(identity.passphrase);
  return decrypter.decrypt(bytes);
}

/** The files of a tar archive, taken out by the system's own tar. */
function untarred(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const into = join(folder, 'untarred');
  execFileSync('mkdir', [into]);
  execFileSync('tar', ['-x', '-C', into, '-f', '-'], { input: archive });
  const [top = ''] = readdirSync(into);
  return new Map(readdirSync(join(into, top)).map((name) => [name, readFileSync(join(into, top, name))]));
}

describe('a locked container', () => {
  test('is one file whose hash is told, and holds every form and their signed list', async () => {
    const key = await generateX25519Identity();
    const exported = await written({ kind: 'recipients', recipients: [await identityToRecipient(key)] });
    const bytes = readFileSync(exported.path);
    expect(readdirSync(folder)).toEqual([basename(exported.path)]);
    expect(basename(exported.path)).toMatch(/^vigil-record-2026-11-23-[0-9a-f-]{14}\.tar\.age$/);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(exported.sha256);
    expect(bytes.includes(journeyNote)).toBe(false);

    const archive = await opened(bytes, { key });
    expect([archive, bytes].map((all) => Buffer.from(all).includes(processWords))).toEqual([false, false]);
    expect(Buffer.from(archive).includes(journeyNote)).toBe(true);
    const files = untarred(archive);
    expect([...files.keys()].toSorted()).toEqual(exported.files.map(({ name }) => name).toSorted());
    expect(files.size).toBe(exportFormats.length + 3);
    expect(checkManifest(files)).toMatchObject({ findings: [], by: { publicKeyHex: record.signature.publicKeyHex } });
    for (const { name, sha256 } of exported.files) {
      expect(
        createHash('sha256')
          .update(files.get(name) ?? '')
          .digest('hex'),
        name,
      ).toBe(sha256);
    }
  });

  test('opens with its passphrase and with no other', async () => {
    const bytes = readFileSync((await written(locked)).path);
    expect(untarred(await opened(bytes, { passphrase })).size).toBe(exportFormats.length + 3);
    await expect(opened(bytes, { passphrase: `${passphrase}.` })).rejects.toThrow();
  });

  test('does not open where a bit is flipped or the end is missing', async () => {
    const key = await generateX25519Identity();
    const exported = await written({ kind: 'recipients', recipients: [await identityToRecipient(key)] });
    const bytes = readFileSync(exported.path);
    for (const place of [30, 150, 300, bytes.length >> 1, bytes.length - 1]) {
      const flipped = Uint8Array.from(bytes);
      flipped.set([(bytes[place] ?? 0) ^ 1], place);
      await expect(opened(flipped, { key }), `byte ${place}`).rejects.toThrow();
    }
    for (const length of [100, 66_000, bytes.length - 1]) {
      await expect(opened(bytes.subarray(0, length), { key }), `${length} bytes`).rejects.toThrow();
    }
  });

  test('a second one gets a name of its own, and goes over nothing', async () => {
    const recipients = [await identityToRecipient(await generateX25519Identity())];
    const first = await written({ kind: 'recipients', recipients });
    writeFileSync(first.path, 'mine');
    const second = await written({ kind: 'recipients', recipients });
    expect(second.path).toBe(first.path.replace('.tar.age', '-2.tar.age'));
    expect(readFileSync(first.path, 'utf8')).toBe('mine');
  });

  test.each([
    [{ kind: 'passphrase', passphrase: new Uint8Array() }, 'export-no-passphrase'],
    [{ kind: 'recipients', recipients: [] }, 'export-no-recipient'],
    [{ kind: 'recipients', recipients: ['age1qqqqqqqqqqqqqq'] }, 'export-recipient-invalid'],
    [{ kind: 'recipients', recipients: ['ssh-ed25519 AAAA'] }, 'export-recipient-invalid'],
  ] as const)('locked for nobody is not written: %j', async (lock, code) => {
    const exported = await exportRecord(record, choice(lock), parts);
    expect(exported.ok ? '' : exported.problem.code).toBe(code);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is whole or not there, whatever the disk fails at, and whenever it is asked to end', async () => {
    const recipients = [await identityToRecipient(await generateX25519Identity())];
    let steps = 0;
    const disk = (failAt: number): ExportDisk => {
      const step = () => {
        steps += 1;
        if (steps === failAt) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      };
      return {
        ...exportDisk,
        openNew: (path) => {
          step();
          const file = exportDisk.openNew(path);
          return {
            write: (bytes) => {
              step();
              file.write(bytes);
            },
            sync: () => {
              step();
              file.sync();
            },
            close: () => file.close(),
          };
        },
        moveNew: (from, to) => {
          step();
          exportDisk.moveNew(from, to);
        },
        syncFolder: (path) => {
          step();
          exportDisk.syncFolder(path);
        },
      };
    };
    const whole = choice({ kind: 'recipients', recipients });
    expect((await exportRecord(record, whole, { ...parts, disk: disk(0) })).ok).toBe(true);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    const all = steps;
    expect(all).toBeGreaterThan(8);
    for (let failAt = 1; failAt <= all; failAt += 1) {
      steps = 0;
      const exported = await exportRecord(record, whole, { ...parts, disk: disk(failAt) });
      expect(exported.ok ? 'written' : exported.problem.code, `step ${failAt} of ${all}`).toBe('export-disk-full');
      expect(readdirSync(folder), `step ${failAt} of ${all}`).toEqual([]);
    }

    const file = { name: 'one.txt', bytes: new Uint8Array(200_000) };
    for (const protection of [whole.protection, { kind: 'plain' }] as const) {
      for (let endAfter = 0; endAfter <= 2; endAfter += 1) {
        const ending = new AbortController();
        if (endAfter === 0) ending.abort();
        const ended = await writeExport(
          { folder, name: 'vigil-batch', protection, at },
          [file, { ...file, name: 'sub/two.txt' }].map((value) => ({ ok: true, value }) as const),
          { sign: signBytes, signal: ending.signal, onFile: (count) => count === endAfter && ending.abort() },
        );
        expect(ended.ok ? 'written' : ended.problem.code, `after ${endAfter}`).toBe('export-cancelled');
        expect(readdirSync(folder)).toEqual([]);
      }
    }
  });

  test('a vault that does not sign, and a file that cannot be made, end it without a trace', async () => {
    const problem = { code: 'locked', sentence: 'It is locked.', remedy: 'Unlock it.' };
    for (const protection of [{ kind: 'age', lock: locked }, { kind: 'plain' }] as const) {
      const whole = { ...choice(locked), protection };
      const refused = await exportRecord(record, whole, { ...parts, sign: async () => ({ ok: false, problem }) });
      expect(refused.ok ? '' : refused.problem.code).toBe('locked');
      const unprinted = await exportRecord(record, whole, { ...parts, printPage: async () => new Uint8Array() });
      expect(unprinted.ok ? '' : unprinted.problem.code).toBe('export-not-printed');
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});

/** A program of Debian's; `npm test` sees that it is there on Linux. */
const stock = (name: string) => findProgram(name) !== undefined;

describe.runIf(stock('age') && stock('minisign'))('the stock programs', () => {
  test('age opens what was locked for a key, minisign and sha256sum find it whole, and a flipped byte is refused', async () => {
    const keyFile = join(folder, 'key.txt');
    const made = spawnSync('age-keygen', ['-o', keyFile], { encoding: 'utf8' });
    const recipient = /age1[0-9a-z]+/.exec(made.stderr)?.[0] ?? '';
    const exported = await written({ kind: 'recipients', recipients: [recipient] });
    execFileSync('age', ['-d', '-i', keyFile, '-o', join(folder, 'export.tar'), exported.path]);
    execFileSync('tar', ['-x', '-C', folder, '-f', join(folder, 'export.tar')]);
    const inside = join(folder, basename(exported.path, '.tar.age'));
    const verify = () =>
      spawnSync('minisign', ['-V', '-m', 'SHA256SUMS', '-p', 'signing-key.pub'], { cwd: inside, encoding: 'utf8' });
    const sums = () => spawnSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: inside }).status;
    const verdict = verify();
    expect(verdict.stdout + verdict.stderr).toMatch(/comment signature verified/i);
    expect(verdict.stdout).toContain('Vigil export vigil-record-2026-11-23-');
    expect([verdict.status, sums()]).toEqual([0, 0]);

    flip(join(inside, 'readings.csv'), 20);
    expect(sums()).toBe(1);
    flip(join(inside, 'SHA256SUMS'), 20);
    expect(verify().status).toBe(1);
    flip(exported.path, readFileSync(exported.path).length - 5);
    expect(spawnSync('age', ['-d', '-i', keyFile, '-o', join(folder, 'again.tar'), exported.path]).status).toBe(1);
  });

  test.runIf(stock('script'))('age opens what was locked with a passphrase', async () => {
    const exported = await written(locked);
    const tar = join(folder, 'export.tar');
    // age asks at a terminal only.
    execFileSync('script', ['-qec', `age -d -o ${tar} ${exported.path}`, '/dev/null'], { input: `${passphrase}\n` });
    expect(untarred(readFileSync(tar)).size).toBe(exportFormats.length + 3);
  });
});

function flip(path: string, place: number): void {
  const bytes = readFileSync(path);
  bytes.set([(bytes.at(place) ?? 0) ^ 1], place);
  writeFileSync(path, bytes);
}
