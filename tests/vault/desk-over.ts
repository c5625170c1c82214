import { randomUUID } from 'node:crypto';
import { systemClock } from '../../electron/session/clock.ts';
import { Desk, type DeskParts, type VaultDoor } from '../../electron/session/desk.ts';
import { vaultDoor } from '../../electron/session/vault-door.ts';
import type { Keystore } from '../../electron/vault/keystore.ts';
import type { VaultClient } from '../../electron/vault/vault-client.ts';
import { usualConsoleSettings } from '../../shared/bridge/console-settings.ts';
import { defaultDisplay } from '../../shared/bridge/display-settings.ts';
import type { OutputsPicture } from '../../shared/bridge/outputs-picture.ts';
import type { MonitorsPicture, MusicPicture } from '../../shared/bridge/picture.ts';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';

export const card = { clinicName: 'Clinic', emergencyNumber: '112', address: 'Road 1', doorCode: '' };

export const idleMonitors: MonitorsPicture = {
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
  making: null,
  importing: null,
  measuring: { progress: null, left: 0 },
  trackTitle: null,
  nextTitle: null,
  positionMs: 0,
  trackDurationMs: 0,
  volume: 1,
  volumeCeiling: 1,
  control: { softer: false, stay: false, grounded: false, undo: null },
  canMoveOn: false,
  leftMs: null,
  problem: null,
};

const usualPlaces: OutputsPicture = {
  present: null,
  main: { chosen: null, condition: 'runs' },
  second: null,
  tone: null,
  problem: null,
};

/** A machine whose keystore keeps secrets in clear. */
const noKeystore: Keystore = {
  backend: () => 'basic_text',
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async () => new Uint8Array(),
  decryptStringAsync: async () => ({ result: '' }),
};

/** The vault of a folder as the desk uses it. */
export function doorOf(folder: string, client: VaultClient): VaultDoor {
  return vaultDoor(client, { folder, rehearsal: false, hold: () => () => undefined, keystore: noKeystore });
}

/** A desk over a vault, with nothing around it; nobody ever waits long enough for it to try again. */
export function deskOver(vault: VaultDoor, others: Partial<DeskParts> = {}): Desk {
  const nothing = () => undefined;
  return new Desk({
    version: '0',
    rehearsal: false,
    clock: systemClock(),
    newId: () => randomUUID(),
    pause: () => new Promise(() => undefined),
    vault,
    card: { read: () => ({ ok: true, value: card }), write: () => ({ ok: true, value: null }) },
    appearance: { read: () => 'day', display: () => defaultDisplay },
    console: { read: () => usualConsoleSettings },
    protocol: { value: defaultProtocol, problem: null },
    monitors: () => idleMonitors,
    music: () => noMusic,
    outputs: () => usualPlaces,
    tellPicture: nothing,
    tellJournal: nothing,
    onEvents: nothing,
    onResumed: nothing,
    onEntered: nothing,
    onLocked: nothing,
    onUnlocked: nothing,
    onSigned: nothing,
    exporting: () => null,
    chart: () => null,
    vaultPicture: () => ({ backup: null, work: null, lock: null }),
    ...others,
  });
}
