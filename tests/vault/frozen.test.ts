import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as z from 'zod';
import { headerChecksum, type StoredHeader } from '../../electron/vault/header.ts';
import { findVault } from '../../electron/vault/inspect.ts';
import { deriveKey, passphraseBytes } from '../../electron/vault/key-derivation.ts';
import { type OpenedSlot, openByPassphrase } from '../../electron/vault/open-slot.ts';
import { openVault, verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { prove } from '../../electron/vault/slot-calls.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import type { Outcome } from '../../shared/problem.ts';
import { diskSteps } from './disk-steps.ts';
import { bytesOf } from './quick-vault.ts';
import { readVault } from './second-reader.ts';
import { codeOf, contentOf, copyOf, emptyFolder, filesUnder, value } from './vault-place.ts';

vi.mock('node:fs', async (original) => {
  const { watchedFileSystem } = await import('./disk-steps.ts');
  return watchedFileSystem(await original());
});

const frozen = join(import.meta.dirname, 'frozen');
const about = z
  .object({
    passphrase: z.string(),
    clinicId: z.string(),
    sessionId: z.string(),
    entries: z.object({ clinic: z.array(z.string()), session: z.array(z.string()) }),
    draft: z.string(),
    signed: z.string(),
    vaults: z.record(
      z.string(),
      z.object({
        rehearsal: z.boolean(),
        signatureHex: z.string(),
        publicKeyHex: z.string(),
        /** Since version 2: another therapist, and a recovery key. */
        colleague: z.object({ passphrase: z.string(), publicKeyHex: z.string() }).optional(),
        recoveryKey: z.string().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(frozen, 'frozen.json'), 'utf8')));

function thawed(name: string): string {
  const folder = emptyFolder();
  cpSync(join(frozen, name), folder, { recursive: true });
  return folder;
}

function headerOf(folder: string): StoredHeader {
  const found = value(findVault(folder));
  if (found.kind !== 'vault') throw new Error('no vault');
  return found.header;
}

/** Opens without deriving the key again. */
function openedBy(folder: string, slot: OpenedSlot): Outcome<Vault> {
  const vaultKey = Uint8Array.from(slot.vaultKey);
  return openVault({ folder, header: headerOf(folder), vaultKey, headerFromBackup: false, opened: slot }, randomBytes);
}

async function slotOf(folder: string): Promise<OpenedSlot> {
  return value(await openByPassphrase(headerOf(folder), passphraseBytes(about.passphrase)));
}

async function expectWhole(vault: Vault): Promise<void> {
  expect(value(await vault.read(about.clinicId)).entries).toEqual(about.entries.clinic);
  expect(value(await vault.read(about.sessionId)).entries).toEqual(about.entries.session);
  expect(value(await vault.getSlot(about.sessionId, 'draft'))).toBe(about.draft);
}

test.each(Object.entries(about.vaults))('a vault of an older version opens for ever: %s', async (name, known) => {
  const folder = thawed(name);
  const wanted = { rehearsal: known.rehearsal };
  const verified = value(await verifyPassphrase(folder, passphraseBytes(about.passphrase), wanted));
  const vault = value(openVault(verified, randomBytes));
  expect(vault.report.join()).toContain('brought to format version 3');
  await expectWhole(vault);
  // Ed25519 gives the same signature for the same bytes and key.
  expect(value(vault.sign(Buffer.from(about.signed, 'hex')))).toEqual({
    signatureHex: known.signatureHex,
    publicKeyHex: known.publicKeyHex,
  });
  expect(vault.report.join().includes('cut short')).toBe(name.endsWith('rotating'));
  const robin = { name: 'Robin Ash', credential: 'LMFT' };
  // Version 1 knows no names.
  expect(vault.keyring.therapist()).toEqual(known.colleague === undefined ? null : robin);
  value(vault.keyring.nameTherapist(robin, randomBytes));
  await vault.close();
  expect(headerOf(folder)).toMatchObject({ formatVersion: 3, previousKey: null });
  // What the vault key alone opens is in neither header.
  for (const file of ['vault.json', 'vault.json.bak']) {
    expect(readFileSync(join(folder, file), 'utf8')).not.toContain('sealedSeed');
  }

  const second = value(await verifyPassphrase(folder, passphraseBytes(about.passphrase), wanted));
  const again = value(openVault(second, randomBytes));
  expect(again.report).toEqual([]);
  expect(again.keyring.therapist()).toEqual({ name: 'Robin Ash', credential: 'LMFT' });
  await expectWhole(again);
  await again.close();
  expect(readVault(folder, about.passphrase).get(about.sessionId)?.entries).toEqual(about.entries.session);

  const { colleague, recoveryKey } = known;
  if (colleague === undefined || recoveryKey === undefined) return;
  const theirs = value(await verifyPassphrase(folder, passphraseBytes(colleague.passphrase), wanted));
  const forKim = value(openVault(theirs, randomBytes));
  expect(value(forKim.sign(Buffer.from(about.signed, 'hex'))).publicKeyHex).toBe(colleague.publicKeyHex);
  await forKim.close();
  const byRecovery = value(openedBy(folder, value(await prove(headerOf(folder), bytesOf(recoveryKey), deriveKey))));
  expect(codeOf(byRecovery.sign(Buffer.of(0)))).toBe('signing-needs-passphrase');
  await expectWhole(byRecovery);
  await byRecovery.close();
});

test('a vault of version 2 is brought up to date by a recovery key too, and everybody signs as before', async () => {
  const folder = thawed('version-2');
  const known = about.vaults['version-2'];
  const slot = value(await prove(headerOf(folder), bytesOf(known?.recoveryKey ?? ''), deriveKey));
  await value(openedBy(folder, slot)).close();
  expect(headerOf(folder).formatVersion).toBe(3);
  const vault = value(openedBy(folder, await slotOf(folder)));
  expect(value(vault.sign(Buffer.from(about.signed, 'hex'))).signatureHex).toBe(known?.signatureHex);
  await vault.close();
});

test('the copy of before the migration is a whole vault of version 2', async () => {
  const folder = thawed('version-2');
  await value(openedBy(folder, await slotOf(folder))).close();
  const copy = join(folder, 'before-version-3');
  for (const file of ['vault.json', 'vault.json.bak']) {
    expect(readFileSync(join(copy, file))).toEqual(readFileSync(join(frozen, 'version-2', file)));
  }
  expect(readVault(copy, about.passphrase).get(about.sessionId)?.entries).toEqual(about.entries.session);
});

test('the copy of before the migration is a whole vault of version 1', async () => {
  const folder = thawed('version-1');
  const slot = await slotOf(folder);
  await value(openedBy(folder, slot)).close();
  const copy = join(folder, 'before-version-3');
  expect(headerOf(copy).formatVersion).toBe(1);
  for (const name of ['vault.json', 'vault.json.bak', 'head', join('journals', `${about.sessionId}.vj`)]) {
    expect(readFileSync(join(copy, name))).toEqual(readFileSync(join(frozen, 'version-1', name)));
  }
  expect(readVault(copy, about.passphrase).get(about.clinicId)?.entries).toEqual(about.entries.clinic);
  const restored = emptyFolder();
  cpSync(copy, restored, { recursive: true });
  const vault = value(openedBy(restored, slot));
  await expectWhole(vault);
  await vault.close();
});

test('a migration that is cut short before any of its steps loses nothing and is done by the next opening', {
  timeout: 120_000,
}, async () => {
  const folder = thawed('version-1-killed');
  const slot = await slotOf(folder);
  const left: string[] = [];
  let last = '';
  onTestFinished(() => {
    diskSteps.before = null;
  });
  const watch = () => {
    const look = () => {
      diskSteps.before = null;
      const now = JSON.stringify([...contentOf(folder)]);
      if (now !== last) left.push(copyOf(folder));
      last = now;
      diskSteps.before = look;
    };
    diskSteps.before = look;
  };
  watch();
  const vault = value(openedBy(folder, slot));
  diskSteps.before = null;
  await vault.close();
  const versions = left.map((each) => headerOf(each).formatVersion);
  expect(left.length).toBeGreaterThan(15);
  expect(new Set(versions)).toEqual(new Set([1, 3]));
  // Once it is of version 3 it stays that.
  expect(versions.lastIndexOf(1)).toBeLessThan(versions.indexOf(3));
  for (const each of left) {
    const copied = existsSync(join(each, 'before-version-3'));
    expect(copied || headerOf(each).formatVersion === 1).toBe(true);
    const opened = value(openedBy(each, slot));
    await expectWhole(opened);
    await opened.close();
    expect(headerOf(each).formatVersion).toBe(3);
    expect(existsSync(join(each, 'before-version-3.new'))).toBe(false);
    expect(headerOf(join(each, 'before-version-3')).formatVersion).toBe(1);
  }
});

test('a disk without room for the copy is told, and the vault stays of version 1', async () => {
  const folder = thawed('version-1');
  const slot = await slotOf(folder);
  const before = readFileSync(join(folder, 'vault.json'));
  let steps = 0;
  onTestFinished(() => {
    diskSteps.before = null;
  });
  diskSteps.before = () => {
    steps += 1;
    if (steps === 6) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  expect(codeOf(openedBy(folder, slot))).toBe('no-room-to-migrate');
  diskSteps.before = null;
  expect(readFileSync(join(folder, 'vault.json'))).toEqual(before);
  const vault = value(openedBy(folder, slot));
  await expectWhole(vault);
  await vault.close();
});

test('a vault of a newer version is refused without a byte or a time of any file changed', async () => {
  const folder = thawed('version-1');
  for (const name of ['vault.json', 'vault.json.bak']) {
    const header = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const newer = { ...header, formatVersion: 4, keySlots: [{ kind: 'star' }] };
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, name), JSON.stringify({ ...newer, checksum: headerChecksum(newer) }));
  }
  const times = () => filesUnder(folder).map((path) => [path, statSync(path).mtimeMs, statSync(path).ctimeMs]);
  const [content, touched] = [contentOf(folder), times()];
  expect(codeOf(findVault(folder))).toBe('newer-format');
  const verified = await verifyPassphrase(folder, passphraseBytes(about.passphrase), { rehearsal: false });
  expect(codeOf(verified)).toBe('newer-format');
  expect(contentOf(folder)).toEqual(content);
  expect(times()).toEqual(touched);
  // And where the header itself is gone, its copy says the same.
  rmSync(join(folder, 'vault.json'));
  expect(codeOf(findVault(folder))).toBe('newer-format');
});
