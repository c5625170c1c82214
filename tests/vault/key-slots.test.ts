import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authenticatedHeader, headerContent, headerMacKey } from '../../electron/vault/header.ts';
import type { SlotTherapist } from '../../electron/vault/key-slot.ts';
import { openByKeystore } from '../../electron/vault/open-slot.ts';
import { openSigningKey } from '../../electron/vault/signing-key.ts';
import {
  addKeystoreSlot,
  addTherapist,
  changePassphrase,
  makeRecoveryKey,
  removeKeySlot,
  strengthenSlot,
} from '../../electron/vault/slot-calls.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { bytesOf, headerIn, opens, proofOf, quickDerive, quickOpen, quickVault, slotParts } from './quick-vault.ts';
import { codeOf, copyOf, filesUnder, journalWith, passphrase, value } from './vault-place.ts';

const robin: SlotTherapist = { name: 'Robin Ash', credential: 'LMFT' };
const kim: SlotTherapist = { name: 'Kim Oduya', credential: '' };
const words = 'meadow granite seven whistle';
const wallMs = 1_795_435_200_000;

async function add(vault: Vault, secret = words, therapist = kim): Promise<string> {
  const args = { passphrase: bytesOf(secret), therapist, ownWords: [], wallMs };
  return value(await addTherapist(slotParts(vault), await proofOf(vault), args)).slotId;
}

async function mySlot(vault: Vault): Promise<string> {
  return (await proofOf(vault)).slotId;
}

function signedBy(publicKeyHex: string, signatureHex: string, bytes: Uint8Array): boolean {
  const x = Buffer.from(publicKeyHex, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, bytes, key, Buffer.from(signatureHex, 'hex'));
}

test('two therapists open one vault, each with one derivation, under their own name and signing key', async () => {
  const { folder, vault } = await quickVault();
  const journalId = await journalWith(vault, ['one']);
  value(vault.keyring.nameTherapist(robin, randomBytes));
  const slotId = await add(vault);
  expect(vault.keyring.list().map(({ therapist, isMine, kind }) => ({ therapist, isMine, kind }))).toEqual([
    { therapist: robin, isMine: true, kind: 'passphrase' },
    { therapist: kim, isMine: false, kind: 'passphrase' },
  ]);
  await vault.close();

  quickDerive.calls = 0;
  const forKim = value(await quickOpen(folder, words));
  expect(quickDerive.calls).toBe(1);
  expect(forKim.keyring.therapist()).toEqual(kim);
  expect(forKim.keyring.list().find((slot) => slot.isMine)).toMatchObject({ slotId, createdWallMs: wallMs });
  expect(value(await forKim.read(journalId)).entries).toEqual(['one']);
  const bytes = bytesOf('a record');
  const kims = value(forKim.sign(bytes));
  await forKim.close();
  const forRobin = value(await quickOpen(folder));
  const robins = value(forRobin.sign(bytes));
  expect(robins.publicKeyHex).toBe(vault.publicKeyHex);
  expect(kims.publicKeyHex).not.toBe(robins.publicKeyHex);
  expect(signedBy(kims.publicKeyHex, kims.signatureHex, bytes)).toBe(true);
  expect(signedBy(robins.publicKeyHex, kims.signatureHex, bytes)).toBe(false);
  await forRobin.close();
});

test('no name stands in clear in any file', async () => {
  const { folder, vault } = await quickVault();
  value(vault.keyring.nameTherapist(robin, randomBytes));
  await add(vault);
  await vault.close();
  const found = filesUnder(folder).filter((path) => /Robin|Ash|Kim|Oduya|LMFT/.test(readFileSync(path, 'latin1')));
  expect(found).toEqual([]);
});

test('a passphrase that is weak, or that already opens the vault, is refused', async () => {
  const { folder, vault } = await quickVault();
  const before = readFileSync(join(folder, 'vault.json'));
  const args = { therapist: kim, ownWords: [], wallMs };
  const proof = await proofOf(vault);
  const weak = await addTherapist(slotParts(vault), proof, { ...args, passphrase: bytesOf('kitten42') });
  expect(codeOf(weak)).toBe('weak-passphrase');
  const taken = await addTherapist(slotParts(vault), proof, { ...args, passphrase: bytesOf(passphrase) });
  expect(codeOf(taken)).toBe('passphrase-taken');
  expect(readFileSync(join(folder, 'vault.json'))).toEqual(before);
  await vault.close();
});

test('a passphrase is changed by whoever knows it: the old one opens neither the header nor its copy', async () => {
  const { folder, vault } = await quickVault();
  const slotId = await mySlot(vault);
  mkdirSync(join(folder, 'before-version-2'));
  writeFileSync(join(folder, 'before-version-2', 'vault.json'), 'opens with the old passphrase');
  const done = await changePassphrase(slotParts(vault), await proofOf(vault), {
    slotId,
    passphrase: bytesOf(words),
    ownWords: [],
  });
  expect(codeOf(done)).toBe('ok');
  expect(existsSync(join(folder, 'before-version-2'))).toBe(false);
  expect(await opens(folder, passphrase)).toBe(false);
  expect(await opens(folder, words)).toBe(true);
  expect(readFileSync(join(folder, 'vault.json.bak'))).toEqual(readFileSync(join(folder, 'vault.json')));
  const signed = value(vault.sign(bytesOf('x')));
  await vault.close();
  const again = value(await quickOpen(folder, words));
  expect(value(again.sign(bytesOf('x'))).publicKeyHex).toBe(signed.publicKeyHex);
  await again.close();
});

test("a colleague's passphrase changes nobody else's, a recovery key does", async () => {
  const { folder, vault } = await quickVault();
  const slotId = await mySlot(vault);
  await add(vault);
  const args = { slotId, passphrase: bytesOf('another orchid in the gravel'), ownWords: [] };
  expect(codeOf(await changePassphrase(slotParts(vault), await proofOf(vault, words), args))).toBe(
    'not-your-passphrase',
  );
  const { sheet } = value(makeRecoveryKey(slotParts(vault), await proofOf(vault), wallMs));
  const recovery = sheet.groups.join('-');
  expect(codeOf(await changePassphrase(slotParts(vault), await proofOf(vault, recovery), args))).toBe('ok');
  expect(await opens(folder, passphrase)).toBe(false);
  await vault.close();
});

test('a seed is opened by its therapist’s passphrase, and by no other key of the vault', async () => {
  const { vault } = await quickVault();
  await add(vault);
  const { sheet } = value(makeRecoveryKey(slotParts(vault), await proofOf(vault), wallMs));
  const { vaultId, signingKeys, keySlots } = vault.keyring.header;
  const [robins] = signingKeys;
  const [robinsSlot] = keySlots;
  if (robins === undefined || robinsSlot === undefined) throw new Error('no key');
  const opened = (secret: Uint8Array) => codeOf(openSigningKey(robins, vaultId, robinsSlot.slotId, secret));
  expect(opened((await proofOf(vault)).secret)).toBe('ok');
  for (const secret of [words, sheet.groups.join('')]) {
    const proof = await proofOf(vault, secret);
    expect(opened(proof.secret)).toBe('vault-damaged');
    expect(opened(proof.vaultKey)).toBe('vault-damaged');
  }
  // Nor in the place of another therapist's, or of another key.
  const mine = (await proofOf(vault)).secret;
  expect(codeOf(openSigningKey(robins, vaultId, keySlots[1]?.slotId ?? '', mine))).toBe('vault-damaged');
  const other = { ...robins, keyId: '00'.repeat(16) };
  expect(codeOf(openSigningKey(other, vaultId, robinsSlot.slotId, mine))).toBe('vault-damaged');
  await vault.close();
});

test('whose passphrase was set by a recovery key signs with a new key; the one before only verifies', async () => {
  const { folder, vault } = await quickVault();
  await add(vault);
  const { sheet } = value(makeRecoveryKey(slotParts(vault), await proofOf(vault), wallMs));
  const recovery = sheet.groups.join('-');
  const kims = vault.keyring.list()[1];
  const another = 'another orchid in the gravel';
  const args = { slotId: kims?.slotId ?? '', passphrase: bytesOf(another), ownWords: [] };
  value(await changePassphrase(slotParts(vault), await proofOf(vault, recovery), args));
  await vault.close();
  const forKim = value(await quickOpen(folder, another));
  const signed = value(forKim.sign(bytesOf('x')));
  expect(signedBy(signed.publicKeyHex, signed.signatureHex, bytesOf('x'))).toBe(true);
  expect(signed.publicKeyHex).not.toBe(kims?.publicKeyHex);
  expect(forKim.keyring.list()[1]).toMatchObject({ therapist: kim, publicKeyHex: signed.publicKeyHex });
  expect(forKim.keyring.header.signingKeys.map(({ publicKey, boxedSeed }) => [publicKey, boxedSeed === null])).toEqual([
    [forKim.keyring.list()[0]?.publicKeyHex, false],
    [kims?.publicKeyHex, true],
    [signed.publicKeyHex, false],
  ]);
  // Who is in by their own passphrase keeps their key, whatever proves the change.
  const mine = { slotId: kims?.slotId ?? '', passphrase: bytesOf('velvet harbour ninety gravel'), ownWords: [] };
  value(await changePassphrase(slotParts(forKim), await proofOf(forKim, recovery), mine));
  await forKim.close();
  const again = value(await quickOpen(folder, 'velvet harbour ninety gravel'));
  expect(value(again.sign(bytesOf('x'))).publicKeyHex).toBe(signed.publicKeyHex);
  await again.close();
});

test('a recovery key opens everything and signs nothing', async () => {
  const { folder, vault } = await quickVault();
  const journalId = await journalWith(vault, ['one', 'two']);
  const { sheet } = value(makeRecoveryKey(slotParts(vault), await proofOf(vault), wallMs));
  await vault.close();
  quickDerive.calls = 0;
  const opened = value(await quickOpen(folder, sheet.groups.join(' ').toLowerCase()));
  expect(quickDerive.calls).toBe(0);
  expect(opened.keyring.unlockedBy?.kind).toBe('recovery');
  expect(opened.keyring.therapist()).toBeNull();
  expect(value(await opened.read(journalId)).entries).toEqual(['one', 'two']);
  expect(codeOf(opened.sign(bytesOf('x')))).toBe('signing-needs-passphrase');
  expect(codeOf(opened.keyring.nameTherapist(kim, randomBytes))).toBe('signing-needs-passphrase');
  await opened.close();
});

test('the last passphrase or recovery key stays; before that one of each kind can go', async () => {
  const { folder, vault } = await quickVault();
  const mine = await mySlot(vault);
  expect(codeOf(removeKeySlot(slotParts(vault), await proofOf(vault), mine))).toBe('last-key-slot');
  const kept = { backend: 'kwallet6', secret: randomBytes(32), protectedSecret: randomBytes(40), wallMs };
  value(addKeystoreSlot(slotParts(vault), await proofOf(vault), kept));
  // A keystore can forget; it does not count.
  expect(codeOf(removeKeySlot(slotParts(vault), await proofOf(vault), mine))).toBe('last-key-slot');
  const { slotId, sheet } = value(makeRecoveryKey(slotParts(vault), await proofOf(vault), wallMs));
  expect(codeOf(removeKeySlot(slotParts(vault), await proofOf(vault), '00'.repeat(16)))).toBe('key-slot-unknown');
  expect(codeOf(removeKeySlot(slotParts(vault), await proofOf(vault), mine))).toBe('ok');
  expect(codeOf(vault.sign(bytesOf('x')))).toBe('signing-needs-passphrase');
  const byRecovery = await proofOf(vault, sheet.groups.join(''));
  expect(codeOf(removeKeySlot(slotParts(vault), byRecovery, slotId))).toBe('last-key-slot');
  expect(await opens(folder, passphrase)).toBe(false);
  await vault.close();
  await value(await quickOpen(folder, sheet.groups.join(''))).close();
});

test("a removed therapist's key verifies, is kept without its seed, and opens nothing", async () => {
  const { folder, vault } = await quickVault();
  const slotId = await add(vault);
  await vault.close();
  const forKim = value(await quickOpen(folder, words));
  const { publicKeyHex } = value(forKim.sign(bytesOf('x')));
  await forKim.close();
  const again = value(await quickOpen(folder));
  value(removeKeySlot(slotParts(again), await proofOf(again), slotId));
  expect(again.keyring.header.signingKeys.find((key) => key.publicKey === publicKeyHex)?.boxedSeed).toBeNull();
  expect(again.keyring.header.signingKeys).toHaveLength(2);
  await again.close();
  expect(await opens(folder, words)).toBe(false);
  expect(readFileSync(join(folder, 'vault.json.bak'))).toEqual(readFileSync(join(folder, 'vault.json')));
});

test('a signing key whose seed is another one’s signs nothing', async () => {
  const { folder, vault } = await quickVault();
  await add(vault);
  const proof = await proofOf(vault);
  const content = headerContent(vault.keyring.header);
  const [first, second] = content.signingKeys;
  if (first === undefined || second === undefined) throw new Error('two keys');
  const signingKeys = [{ ...first, publicKey: second.publicKey }, second];
  const macKey = headerMacKey(content.vaultId, proof.vaultKey);
  value(vault.keyring.replace(authenticatedHeader({ ...content, signingKeys }, macKey), proof.vaultKey));
  await vault.close();
  const opened = value(await quickOpen(folder));
  expect(codeOf(opened.sign(bytesOf('x')))).toBe('vault-damaged');
  await opened.close();
});

test('a header whose change was cut short between its two files opens, and is completed', async () => {
  const { folder, vault } = await quickVault();
  const before = copyOf(folder);
  await add(vault);
  await vault.close();
  writeFileSync(join(folder, 'vault.json.bak'), readFileSync(join(before, 'vault.json')));
  await value(await quickOpen(folder, words)).close();
  expect(readFileSync(join(folder, 'vault.json.bak'))).toEqual(readFileSync(join(folder, 'vault.json')));
});

test('the keystore opens the vault only by the same backend and the same secret', async () => {
  const { folder, vault } = await quickVault();
  const secret = randomBytes(32);
  for (const backend of ['basic_text', 'unknown', '', 'basic']) {
    const kept = { backend, secret, protectedSecret: randomBytes(40), wallMs };
    expect(codeOf(addKeystoreSlot(slotParts(vault), await proofOf(vault), kept))).toBe('keystore-unsafe');
  }
  const kept = { backend: 'gnome_libsecret', secret, protectedSecret: randomBytes(40), wallMs };
  value(addKeystoreSlot(slotParts(vault), await proofOf(vault), kept));
  expect(vault.keyring.list().at(-1)).toMatchObject({ kind: 'keystore', backend: 'gnome_libsecret' });
  await vault.close();
  const header = headerIn(folder);
  expect(codeOf(openByKeystore(header, 'kwallet5', secret))).toBe('keystore-changed');
  expect(codeOf(openByKeystore(header, 'gnome_libsecret', randomBytes(32)))).toBe('keystore-forgot');
  expect(codeOf(openByKeystore(header, 'gnome_libsecret', secret))).toBe('ok');
  const again = value(await quickOpen(folder));
  const other = { ...kept, backend: 'kwallet6' };
  value(addKeystoreSlot(slotParts(again), await proofOf(again), other));
  expect(again.keyring.list().filter((slot) => slot.kind === 'keystore')).toHaveLength(1);
  await again.close();
});

test('parameters are raised after a fast unlock, one slot at a time, with never more than two sets of them', async () => {
  const { folder, vault } = await quickVault();
  await add(vault);
  await add(vault, 'harbour velvet nineteen cloud', { name: 'Third', credential: '' });
  const costs = () => vault.keyring.header.derivations.map(({ memoryKiB, passes }) => [memoryKiB, passes]);
  const strengthen = async (secret: string, tookMs: number) =>
    value(await strengthenSlot(slotParts(vault), await proofOf(vault, secret), bytesOf(secret), tookMs));
  await strengthen(passphrase, 500);
  expect(costs()).toEqual([[65_536, 3]]);
  await strengthen(passphrase, 250);
  expect(costs()).toEqual([
    [196_608, 3],
    [65_536, 3],
  ]);
  // On a still faster day nobody starts a third set; who is behind joins the strongest.
  await strengthen(passphrase, 1);
  await strengthen(words, 100);
  expect(costs()).toHaveLength(2);
  quickDerive.calls = 0;
  expect(await opens(folder, words)).toBe(true);
  expect(quickDerive.calls).toBe(1);
  expect(await opens(folder, 'harbour velvet nineteen cloud')).toBe(true);
  expect(quickDerive.calls).toBe(3);
  await strengthen('harbour velvet nineteen cloud', 100);
  expect(costs()).toEqual([[196_608, 3]]);
  await vault.close();
  await value(await quickOpen(folder, words)).close();
});

test('nothing is changed in a vault that was closed meanwhile', async () => {
  const { folder, vault } = await quickVault();
  const proof = await proofOf(vault);
  await vault.close();
  const before = readFileSync(join(folder, 'vault.json'));
  expect(codeOf(await strengthenSlot(slotParts(vault), proof, bytesOf(passphrase), 10))).toBe('vault-locked');
  expect(readFileSync(join(folder, 'vault.json'))).toEqual(before);
});
