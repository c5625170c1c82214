import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Keystore, keepInKeystore, keystoreIsSafe, secretFromKeystore } from '../../electron/vault/keystore.ts';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import { quickDerive } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import { codeOf, emptyFolder, passphrase, value } from './vault-place.ts';

/** A keystore that keeps in memory what it is given. */
function keystoreOf(backend: string, available = true): Keystore & { kept: string[] } {
  const kept: string[] = [];
  return {
    kept,
    backend: () => backend,
    isAsyncEncryptionAvailable: async () => available,
    encryptStringAsync: async (plainText) => Buffer.from(String(kept.push(plainText) - 1)),
    decryptStringAsync: async (encrypted) => {
      const result = kept[Number(encrypted.toString())];
      if (result === undefined) throw new Error('Error while decrypting the ciphertext');
      return { result };
    },
  };
}

test('only backends that encrypt under a key of the system are taken', async () => {
  const safe = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6', 'keychain', 'dpapi'];
  expect(safe.every(keystoreIsSafe)).toBe(true);
  for (const backend of ['basic_text', 'unknown', '', 'kwallet7', 'GNOME_LIBSECRET']) {
    expect(keystoreIsSafe(backend)).toBe(false);
    const keystore = keystoreOf(backend);
    expect(codeOf(await keepInKeystore(keystore, randomBytes(32)))).toBe('keystore-unsafe');
    expect(keystore.kept).toEqual([]);
  }
  expect(codeOf(await keepInKeystore(keystoreOf('dpapi', false), randomBytes(32)))).toBe('keystore-unsafe');
});

test('what was kept comes back; from another backend, or one that forgot, it does not', async () => {
  const keystore = keystoreOf('kwallet6');
  const secret = randomBytes(32);
  const slot = value(await keepInKeystore(keystore, secret));
  expect(value(await secretFromKeystore(keystore, slot))).toEqual({
    backend: 'kwallet6',
    secret: Uint8Array.from(secret),
  });
  expect(codeOf(await secretFromKeystore(keystoreOf('kwallet5'), slot))).toBe('keystore-changed');
  expect(codeOf(await secretFromKeystore(keystoreOf('basic_text'), slot))).toBe('keystore-changed');
  expect(codeOf(await secretFromKeystore(keystoreOf('basic_text'), { ...slot, backend: 'basic_text' }))).toBe(
    'keystore-unsafe',
  );
  expect(codeOf(await secretFromKeystore(keystoreOf('kwallet6'), slot))).toBe('keystore-forgot');
  expect(codeOf(await secretFromKeystore(keystore, null))).toBe('no-keystore-slot');
  keystore.kept[0] = 'something else';
  expect(codeOf(await secretFromKeystore(keystore, slot))).toBe('keystore-forgot');
});

test('over the client: keystore, recovery key, a second therapist, and another vault key', async () => {
  const client = new VaultClient({
    fork: () => vaultInThisProcess(quickDerive),
    wait: () => new Promise(() => undefined),
  });
  const folder = emptyFolder();
  const wanted = { rehearsal: true };
  const created = value(await client.create(folder, passphrase, wanted));
  expect(created).toMatchObject({ unlockedWith: 'passphrase', therapist: null });
  const robin = { name: 'Robin Ash', credential: 'LMFT' };
  value(await client.keySlots.nameTherapist(robin));
  const kim = { name: 'Kim Oduya', credential: '' };
  value(await client.keySlots.addTherapist(passphrase, { passphrase: 'kim', therapist: kim, wallMs: 5 }));
  const { sheet } = value(await client.keySlots.makeRecoveryKey(passphrase, 6));
  const keystore = keystoreOf('keychain');
  const secret = randomBytes(32);
  value(await client.keySlots.addKeystoreSlot('kim', keystore, secret, 7));
  expect(secret.every((byte) => byte === 0)).toBe(true);
  const told: number[] = [];
  value(await client.keySlots.rotateVaultKey(passphrase, (done) => told.push(done)));
  expect(told).toEqual([0]);
  expect(value(await client.keySlots.list()).map(({ kind, isMine }) => [kind, isMine])).toEqual([
    ['passphrase', true],
    ['passphrase', false],
    ['recovery', false],
    ['keystore', false],
  ]);
  await client.lock();

  const typed = sheet.groups.join('-');
  const mistyped = `${typed.slice(0, -1)}${typed.endsWith('A') ? 'B' : 'A'}`;
  expect(codeOf(await client.unlockWithRecoveryKey(folder, mistyped, wanted))).toBe('mistyped-recovery-key');
  expect(value(await client.unlockWithRecoveryKey(folder, typed, wanted))).toMatchObject({
    unlockedWith: 'recovery',
    publicKeyHex: null,
    therapist: null,
  });
  expect(codeOf(await client.sign('00'))).toBe('signing-needs-passphrase');
  const mine = value(await client.keySlots.list())[0]?.slotId ?? '';
  value(await client.keySlots.changePassphrase(mine, typed, 'a new one'));
  await client.lock();
  expect(codeOf(await client.unlock(folder, passphrase, wanted))).toBe('wrong-passphrase');
  const forRobin = value(await client.unlock(folder, 'a new one', wanted));
  // Their signing key was opened by the passphrase that nobody remembers.
  expect(forRobin.therapist).toEqual(robin);
  expect(forRobin.publicKeyHex).toBe(value(await client.sign('00')).publicKeyHex);
  expect(forRobin.publicKeyHex).not.toBe(created.publicKeyHex);
  expect(codeOf(await client.keySlots.removeKeySlot(mine, 'not a secret of it'))).toBe('wrong-passphrase');
  await client.lock();

  expect(codeOf(await client.unlockWithKeystore(folder, keystoreOf('dpapi'), wanted))).toBe('keystore-changed');
  expect(value(await client.unlockWithKeystore(folder, keystore, wanted))).toMatchObject({ unlockedWith: 'keystore' });
  value(await client.keySlots.stopRotation());
  await client.lock();
});
