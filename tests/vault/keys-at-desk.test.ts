import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../electron/session/clock.ts';
import type { Desk, VaultDoor } from '../../electron/session/desk.ts';
import { vaultDoor } from '../../electron/session/vault-door.ts';
import { VaultRoom } from '../../electron/session/vault-room.ts';
import type { Keystore } from '../../electron/vault/keystore.ts';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import type { VaultWork } from '../../shared/bridge/vault-picture.ts';
import { card, deskOver } from './desk-over.ts';
import { bytesOf, quickDerive } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import { codeOf, emptyFolder, passphrase, value } from './vault-place.ts';

const robin = { name: 'Robin Ash', credential: 'LMFT' };
const kim = { name: 'Kim Oduya', credential: '' };
const words = 'meadow granite seven whistle';
const nothing = () => undefined;

/** A machine whose keystore keeps what it is given. */
function goodKeystore(): Keystore {
  const kept: string[] = [];
  return {
    backend: () => 'kwallet6',
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text) => Buffer.from(String(kept.push(text) - 1)),
    decryptStringAsync: async (encrypted) => ({ result: kept[Number(encrypted.toString())] ?? '' }),
  };
}

/** A desk with its vault room over a new vault. The test may change the door. */
async function keepingDesk() {
  const folder = join(emptyFolder(), 'vault');
  const keystore = goodKeystore();
  const fork = () => vaultInThisProcess(quickDerive);
  const client = new VaultClient({ fork, wait: () => new Promise(nothing) });
  const door: { -readonly [Name in keyof VaultDoor]: VaultDoor[Name] } = {
    ...vaultDoor(client, { folder, rehearsal: false, hold: () => nothing, keystore }),
  };
  const works: (VaultWork | null)[] = [];
  const desk: Desk = deskOver(door, { vaultPicture: () => room.picture() });
  const room: VaultRoom = new VaultRoom({
    client,
    desk,
    clock: systemClock(),
    rehearsal: false,
    keystore,
    randomBytes: (length) => Uint8Array.from(randomBytes(length)),
    hold: () => nothing,
    changed: () => works.push(room.picture().work),
    askFolder: async () => ({ ok: true, value: null }),
  });
  value(await desk.createVault(bytesOf(passphrase), robin, card));
  return { desk, room, door, works };
}

const proof = () => bytesOf(passphrase);

test('whatever concerns a key is asked of the room, proven by whoever asks, and stands in the audit log', async () => {
  const { desk, room, works } = await keepingDesk();
  value(await room.addTherapist(proof(), bytesOf(words), kim));
  expect(codeOf(await room.addTherapist(bytesOf('somebody else'), bytesOf('x'), kim))).toBe('wrong-passphrase');
  const sheet = value(await room.makeRecoveryKey(proof()));
  value(await room.addKeystoreSlot(proof()));
  const slots = value(await room.keySlots());
  expect(slots.map(({ kind, therapist, isMine }) => [kind, therapist?.name ?? null, isMine])).toEqual([
    ['passphrase', 'Robin Ash', true],
    ['passphrase', 'Kim Oduya', false],
    ['recovery', null, false],
    ['keystore', null, false],
  ]);
  value(await room.rotateVaultKey(proof()));
  expect(works).toContainEqual({ what: 'rotate', done: 2, of: 2 });
  expect(works.at(-1)).toBeNull();
  const [, kims, , keystores] = slots;
  value(await desk.lock());
  expect(desk.picture().stage).toMatchObject({ kind: 'locked', hasKeystore: true });

  // Who forgot a passphrase sets another one with the recovery key.
  expect(desk.signingProblem).toBeNull();
  value(await desk.unlockWithRecoveryKey(bytesOf(sheet.groups.join(' '))));
  // Nobody signs with a recovery key, and the windows know before anybody tries.
  expect(desk.picture().stage).toMatchObject({ kind: 'open', signingProblem: { code: 'signing-needs-passphrase' } });
  const another = 'another orchid in the gravel';
  value(await room.changePassphrase(kims?.slotId ?? '', bytesOf(sheet.groups.join('')), bytesOf(another)));
  value(await desk.lock());
  expect(codeOf(await desk.unlock(bytesOf(words)))).toBe('wrong-passphrase');
  value(await desk.unlock(bytesOf(another)));
  expect(desk.therapistName).toBe('Kim Oduya');
  value(await desk.lock());

  value(await desk.unlockWithKeystore());
  value(await room.removeKeySlot(keystores?.slotId ?? '', proof()));
  value(await room.removeKeySlot(kims?.slotId ?? '', proof()));
  value(await desk.lock());
  expect(desk.picture().stage).toMatchObject({ kind: 'locked', hasKeystore: false });
  expect(codeOf(await desk.unlock(bytesOf(another)))).toBe('wrong-passphrase');
  value(await desk.unlock(proof()));
  const told = desk.auditEntries.filter(({ action }) =>
    /slot|passphrase-changed|vault-|unlocked|proof/.test(action.type),
  );
  expect(told.map(({ by, action }) => [by, action.type, 'kind' in action ? action.kind : ''])).toEqual([
    ['Robin Ash', 'vault-created', ''],
    ['Robin Ash', 'slot-added', 'passphrase'],
    ['Robin Ash', 'proof-refused', ''],
    ['Robin Ash', 'slot-added', 'recovery'],
    ['Robin Ash', 'slot-added', 'keystore'],
    ['Robin Ash', 'vault-key-changed', ''],
    ['Recovery key', 'unlocked', ''],
    ['Recovery key', 'passphrase-changed', ''],
    ['Kim Oduya', 'unlocked', ''],
    ['This machine’s keystore', 'unlocked', ''],
    ['This machine’s keystore', 'slot-removed', ''],
    ['This machine’s keystore', 'slot-removed', ''],
    ['Robin Ash', 'unlocked', ''],
  ]);
  value(await desk.lock());
});

test('a key that was made is shown, and a passphrase that was changed is changed, though the log takes no line', async () => {
  const { desk, room, door } = await keepingDesk();
  const append = door.append;
  const full = { code: 'disk-full', sentence: 'The disk is full.', remedy: 'Free it.' };
  door.append = async () => ({ ok: false, problem: full });
  const sheet = value(await room.makeRecoveryKey(proof()));
  const [mine] = value(await room.keySlots());
  value(await room.changePassphrase(mine?.slotId ?? '', proof(), bytesOf(words)));
  const report = ['The audit log cannot be written. The disk is full.'];
  expect(desk.picture().stage).toMatchObject({ kind: 'open', report });
  door.append = append;
  value(await desk.lock());
  value(await desk.unlock(bytesOf(words)));
  // The lines that had waited came before the next one.
  expect(desk.auditEntries.map(({ action }) => action.type).slice(-5)).toEqual([
    'protocol-changed',
    'slot-added',
    'passphrase-changed',
    'locked',
    'unlocked',
  ]);
  value(await desk.lock());
  value(await desk.unlockWithRecoveryKey(bytesOf(sheet.groups.join('-'))));
  value(await desk.lock());
});

test('a vault that opens but cannot be entered is locked again, and can be tried once more', async () => {
  const { desk, door } = await keepingDesk();
  value(await desk.lock());
  const read = door.read;
  const unreadable = { code: 'disk-error', sentence: 'The disk gives errors.', remedy: 'Copy what is there.' };
  door.read = async () => ({ ok: false, problem: unreadable });
  expect(codeOf(await desk.unlock(proof()))).toBe('disk-error');
  expect(desk.picture().stage.kind).toBe('locked');
  door.read = read;
  value(await desk.unlock(proof()));
  value(await desk.lock());
});
