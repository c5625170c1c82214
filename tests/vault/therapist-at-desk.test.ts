import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../electron/session/clock.ts';
import { Desk } from '../../electron/session/desk.ts';
import { vaultDoor } from '../../electron/session/vault-door.ts';
import type { Keystore } from '../../electron/vault/keystore.ts';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import type { MonitorsPicture, MusicPicture } from '../../shared/bridge/picture.ts';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import { bytesOf, quickDerive } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import { emptyFolder, passphrase, value } from './vault-place.ts';

const robin = { name: 'Robin Ash', credential: 'LMFT' };
const card = { clinicName: 'Clinic', emergencyNumber: '112', address: 'Road 1', doorCode: '' };

const idleMonitors: MonitorsPicture = {
  present: [],
  bound: null,
  activity: 'idle',
  activitySinceWallMs: null,
  problem: null,
  candidates: [],
  candidatesClockDifferenceMs: null,
};
const noMusic: MusicPicture = {
  playlists: [],
  playing: false,
  loadedPlaylistId: null,
  trackTitle: null,
  nextTitle: null,
  positionMs: 0,
  trackDurationMs: 0,
  volume: 1,
  problem: null,
};

/** A machine whose keystore keeps secrets in clear. */
const noKeystore: Keystore = {
  backend: () => 'basic_text',
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async () => new Uint8Array(),
  decryptStringAsync: async () => ({ result: '' }),
};

function deskOver(folder: string, client: VaultClient): Desk {
  const nothing = () => undefined;
  return new Desk({
    version: '0',
    rehearsal: false,
    clock: systemClock(),
    newId: () => randomUUID(),
    pause: () => new Promise(() => undefined),
    vault: vaultDoor(client, { folder, rehearsal: false, hold: () => nothing, keystore: noKeystore }),
    card: { read: () => ({ ok: true, value: card }), write: () => ({ ok: true, value: null }) },
    appearance: { read: () => 'day', write: nothing },
    protocol: { value: defaultProtocol, problem: null },
    monitors: () => idleMonitors,
    music: () => noMusic,
    tellPicture: nothing,
    tellJournal: nothing,
    onEvents: nothing,
    onResumed: nothing,
    onEntered: nothing,
    onLocked: nothing,
    onUnlocked: nothing,
    onSigned: nothing,
    vaultPicture: () => ({ backup: null, work: null, lock: null }),
  });
}

function therapistOf(desk: Desk): unknown {
  const { stage } = desk.picture();
  return stage.kind === 'open' ? stage.therapist : stage.kind;
}

test("a vault from before there were several therapists takes the first one's name from the clinic's journal", async () => {
  const folder = emptyFolder();
  cpSync(join(import.meta.dirname, 'frozen', 'version-1'), folder, { recursive: true });
  const client = new VaultClient({ fork: () => vaultInThisProcess(), wait: () => new Promise(() => undefined) });
  const desk = deskOver(folder, client);
  value(await desk.unlock(bytesOf(passphrase)));
  expect(therapistOf(desk)).toEqual(robin);
  expect(value(await client.keySlots.list())).toMatchObject([{ therapist: robin, isMine: true }]);
  value(await desk.lock());
});

test('a new vault names who made it, and each therapist unlocks as themselves', async () => {
  const folder = join(emptyFolder(), 'vault');
  const fork = () => vaultInThisProcess(quickDerive);
  const client = new VaultClient({ fork, wait: () => new Promise(() => undefined) });
  const desk = deskOver(folder, client);
  value(await desk.createVault(bytesOf(passphrase), robin, card));
  expect(therapistOf(desk)).toEqual(robin);
  const kim = { name: 'Kim Oduya', credential: '' };
  const added = { passphrase: 'meadow granite seven whistle', therapist: kim, wallMs: 1 };
  value(await client.keySlots.addTherapist(passphrase, added));
  const { sheet } = value(await client.keySlots.makeRecoveryKey(passphrase, 1));
  value(await desk.lock());
  value(await desk.unlock(bytesOf('meadow granite seven whistle')));
  expect(therapistOf(desk)).toEqual(kim);
  value(await desk.lock());
  expect(
    value(await client.unlockWithRecoveryKey(folder, sheet.groups.join('-'), { rehearsal: false })).therapist,
  ).toBe(null);
  expect(value(await client.keySlots.list()).map(({ therapist }) => therapist)).toEqual([robin, kim, null]);
  await client.lock();
});
