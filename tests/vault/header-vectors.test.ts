import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { headerSchema, type StoredHeader } from '../../electron/vault/header.ts';
import { findVault } from '../../electron/vault/inspect.ts';
import { passphraseBytes } from '../../electron/vault/key-derivation.ts';
import {
  type OpenedSlot,
  openByKeystore,
  openByPassphrase,
  openByRecoveryKey,
} from '../../electron/vault/open-slot.ts';
import { vaultProblems } from '../../electron/vault/problems.ts';
import { recoveryKeyFrom, recoveryKeyGroups } from '../../electron/vault/recovery-key.ts';
import { type OpenedSigningKey, openSigningKey } from '../../electron/vault/signing-key.ts';
import type { Outcome } from '../../shared/problem.ts';
import { bytesOf } from './quick-vault.ts';
import { recoveryKeyOf, type SlotSecret, signingSeedOf, vaultKeyOf } from './second-reader.ts';
import { codeOf, emptyFolder, value } from './vault-place.ts';

const secret = z.union([
  z.strictObject({ passphrase: z.string() }),
  z.strictObject({ recoveryKey: z.string() }),
  z.strictObject({ backend: z.string(), secretHex: z.string() }),
]);
const header = z.record(z.string(), z.unknown());
const vectors = z
  .strictObject({
    about: z.string(),
    good: z.array(z.strictObject({ name: z.string(), header, secret, vaultKey: z.string() })),
    bad: z.array(z.strictObject({ name: z.string(), header, secret, code: z.string() })),
    signing: z.strictObject({
      good: z.array(
        z.strictObject({
          name: z.string(),
          header,
          passphrase: z.string(),
          publicKey: z.string(),
          seed: z.string(),
        }),
      ),
      bad: z.array(z.strictObject({ name: z.string(), header, passphrase: z.string() })),
    }),
    recoveryKeys: z.strictObject({
      good: z.array(z.strictObject({ key: z.string(), text: z.string() })),
      bad: z.array(z.string()),
    }),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'vectors', 'vault-header.json'), 'utf8')),
  );

/** As the vault itself does it: the header from its file, then the slot. */
async function openedByVault(content: unknown, by: SlotSecret): Promise<Outcome<OpenedSlot>> {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'vault.json'), JSON.stringify(content));
  const found = findVault(folder);
  if (!found.ok) return found;
  if (found.value.kind !== 'vault') throw new Error('no vault');
  return slotOf(found.value.header, by);
}

function slotOf(stored: StoredHeader, by: SlotSecret): Outcome<OpenedSlot> | Promise<Outcome<OpenedSlot>> {
  if ('passphrase' in by) return openByPassphrase(stored, passphraseBytes(by.passphrase));
  if ('backend' in by) return openByKeystore(stored, by.backend, Uint8Array.from(Buffer.from(by.secretHex, 'hex')));
  const key = recoveryKeyFrom(bytesOf(by.recoveryKey));
  return key === null ? { ok: false, problem: vaultProblems.mistypedRecoveryKey } : openByRecoveryKey(stored, key);
}

test.each(vectors.good)('both readers open: $name', async ({ header: content, secret: by, vaultKey }) => {
  expect(Buffer.from(value(await openedByVault(content, by)).vaultKey).toString('hex')).toBe(vaultKey);
  expect(vaultKeyOf(content, by).toString('hex')).toBe(vaultKey);
});

test.each(vectors.bad)('both readers refuse: $name', async ({ header: content, secret: by, code }) => {
  expect(codeOf(await openedByVault(content, by))).toBe(code);
  expect(() => vaultKeyOf(content, by)).toThrow();
});

/** As the vault itself does it: who signs with this passphrase, and their seed. */
async function signingKeyBy(content: unknown, words: string): Promise<Outcome<OpenedSigningKey>> {
  const slot = value(await openedByVault(content, { passphrase: words }));
  const { vaultId, keySlots, signingKeys } = headerSchema.parse(content);
  const mine = keySlots.find((each) => each.slotId === slot.slotId);
  const key = signingKeys.find(({ keyId }) => mine?.kind === 'passphrase' && keyId === mine.signingKeyId);
  if (key === undefined) throw new Error('no signing key');
  return openSigningKey(key, vaultId, slot.slotId, slot.secret);
}

test.each(vectors.signing.good)('both readers open the seed: $name', async (vector) => {
  const { header: content, passphrase, publicKey, seed } = vector;
  const ours = value(await signingKeyBy(content, passphrase));
  expect({ seed: Buffer.from(ours.seed).toString('hex'), publicKey: ours.publicKeyHex }).toEqual({ seed, publicKey });
  expect(signingSeedOf(content, passphrase).toString('hex')).toBe(seed);
  expect(Buffer.from(ed25519.getPublicKey(ours.seed)).toString('hex')).toBe(publicKey);
});

test.each(vectors.signing.bad)('neither reader opens the seed: $name', async ({ header: content, passphrase }) => {
  expect(codeOf(await signingKeyBy(content, passphrase))).toBe('vault-damaged');
  expect(() => signingSeedOf(content, passphrase)).toThrow();
});

test('recovery keys: both readers agree which texts are one', () => {
  for (const { key, text } of vectors.recoveryKeys.good) {
    const bytes = Uint8Array.from(Buffer.from(key, 'hex'));
    expect(recoveryKeyGroups(bytes).join('-')).toBe(text);
    expect(recoveryKeyFrom(bytesOf(text))).toEqual(bytes);
    expect(recoveryKeyOf(text).toString('hex')).toBe(key);
  }
  for (const text of vectors.recoveryKeys.bad) {
    expect(recoveryKeyFrom(bytesOf(text))).toBeNull();
    expect(() => recoveryKeyOf(text)).toThrow('mistyped');
  }
});
