import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemKeystore } from '../../electron/shell/system-keystore.ts';
import { headerChecksum } from '../../electron/vault/header.ts';
import { findVault } from '../../electron/vault/inspect.ts';
import { makeRecoveryKey, prove } from '../../electron/vault/slot-calls.ts';
import { VaultService } from '../../electron/vault/vault-service.ts';
import { bytesOf, proofOf, quickDerive, quickVault, slotParts } from './quick-vault.ts';
import { codeOf, contentOf, emptyFolder, passphrase, value } from './vault-place.ts';

type Step = string | number;

/** The way to every value in a JSON text that is no object and no list. */
function leaves(content: unknown, way: readonly Step[] = []): (readonly Step[])[] {
  if (typeof content !== 'object' || content === null) return [way];
  return Object.entries(content).flatMap(([name, member]) => leaves(member, [...way, name]));
}

function withLeaf(content: unknown, [step, ...rest]: readonly Step[], change: (leaf: unknown) => unknown): unknown {
  if (step === undefined) return change(content);
  const replaced = Object.entries(content ?? {}).map(([name, member]) => [
    name,
    name === step ? withLeaf(member, rest, change) : member,
  ]);
  return Array.isArray(content) ? replaced.map(([, member]) => member) : Object.fromEntries(replaced);
}

test('whatever is changed in a header, with its checksum made right again, no secret opens it', async () => {
  const { folder, vault } = await quickVault();
  const { sheet } = value(makeRecoveryKey(slotParts(vault), await proofOf(vault), 1));
  await vault.close();
  const header: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8'));
  const ways = leaves(header).filter(([first]) => first !== 'checksum');
  expect(ways.length).toBeGreaterThan(25);
  const opensBy = async (text: string, secret: string) => {
    const other = emptyFolder();
    writeFileSync(join(other, 'vault.json'), text);
    const found = findVault(other);
    if (!found.ok || found.value.kind !== 'vault') return false;
    return (await prove(found.value.header, bytesOf(secret), quickDerive)).ok;
  };
  expect(await opensBy(JSON.stringify(header), passphrase)).toBe(true);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ways), fc.nat(), fc.integer({ min: 1, max: 15 }), async (way, at, by) => {
      const changed = withLeaf(header, way, (leaf) => {
        if (typeof leaf === 'number') return leaf + by;
        if (typeof leaf === 'boolean') return !leaf;
        if (typeof leaf !== 'string') return by;
        const place = at % leaf.length;
        const digit = (Number.parseInt(leaf[place] ?? '0', 16) ^ by).toString(16);
        return leaf.slice(0, place) + digit + leaf.slice(place + 1);
      });
      const summed = { ...(changed as Record<string, unknown>) };
      const text = JSON.stringify({ ...summed, checksum: headerChecksum(summed) });
      expect(await opensBy(text, passphrase)).toBe(false);
      expect(await opensBy(text, sheet.groups.join(''))).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('whatever is asked about keys in a form that is none, the answer is a Problem and nothing is written', async () => {
  const { folder, vault } = await quickVault();
  await vault.close();
  const service = new VaultService({ randomBytes, wait: async () => undefined, derive: quickDerive });
  const ask = async (call: string, args: unknown) => (await service.answer({ id: 1, call, args })).outcome;
  const before = contentOf(folder);
  const calls = [
    ...['unlockWithRecoveryKey', 'unlockWithKeystore', 'keystoreSlot', 'nameTherapist', 'addTherapist'],
    ...['changePassphrase', 'removeKeySlot', 'makeRecoveryKey', 'addKeystoreSlot', 'rotateVaultKey'],
  ];
  for (const call of [...calls, 'keySlots'].filter((each) => each !== 'keystoreSlot' && !each.startsWith('unlock'))) {
    expect(['vault-locked', 'wrong-arguments']).toContain(codeOf(await ask(call, {})));
  }
  expect(codeOf(await ask('unlock', { folder, passphrase: bytesOf(passphrase), rehearsal: false }))).toBe('ok');
  const current = () => bytesOf(passphrase);
  const wrong: readonly (readonly [string, unknown])[] = [
    ['changePassphrase', { slotId: 'xyz', current: current(), passphrase: bytesOf('a'), ownWords: [] }],
    ['removeKeySlot', { slotId: '00'.repeat(15), current: current() }],
    ['nameTherapist', { therapist: { name: ' ', credential: '' } }],
    ['nameTherapist', { therapist: { name: 'x'.repeat(401), credential: '' } }],
    ['makeRecoveryKey', { current: new Uint8Array(), wallMs: 1 }],
    ['makeRecoveryKey', { current: current(), wallMs: Number.NaN }],
    ['rotateVaultKey', { current: passphrase }],
    ['addKeystoreSlot', { current: current(), backend: '../x', secret: new Uint8Array(32) }],
  ];
  for (const [call, args] of wrong) expect([call, codeOf(await ask(call, args))]).toEqual([call, 'wrong-arguments']);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...calls), fc.anything({ withTypedArray: true }), async (call, args) => {
      expect((await ask(call, args)).ok).toBe(false);
    }),
    { numRuns: 300 },
  );
  const rest = (content: Map<string, string>) => [...content].filter(([name]) => !/vault\.db|head/.test(name));
  expect(rest(contentOf(folder))).toEqual(rest(before));
  await ask('lock', {});
});

test('each system names its keystore; one that nobody knows is unknown', async () => {
  const store = {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'kwallet6' as const,
    encryptStringAsync: async (text: string) => Buffer.from(text),
    decryptStringAsync: async (kept: Buffer) => ({ result: kept.toString(), shouldReEncrypt: false }),
  };
  const backends = (['linux', 'darwin', 'win32', 'freebsd'] as const).map((each) =>
    systemKeystore(store, each).backend(),
  );
  expect(backends).toEqual(['kwallet6', 'keychain', 'dpapi', 'unknown']);
  expect(await systemKeystore(store, 'linux').decryptStringAsync(Buffer.from('a'))).toMatchObject({ result: 'a' });
});
