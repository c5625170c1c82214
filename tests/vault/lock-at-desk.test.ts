import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { DeskParts, VaultDoor } from '../../electron/session/desk.ts';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import type { MonitorsPicture, Picture } from '../../shared/bridge/picture.ts';
import { card, deskOver, doorOf, idleMonitors } from './desk-over.ts';
import { bytesOf, quickDerive } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import { codeOf, emptyFolder, passphrase, value } from './vault-place.ts';

const robin = { name: 'Robin Ash', credential: 'LMFT' };
const diskFull = { code: 'disk-full', sentence: 'The disk is full.', remedy: 'Free it.' };
const never = () => new Promise<never>(() => undefined);
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** An open vault whose door the test may change, with all that the windows are told. */
async function openDesk(others: Partial<DeskParts> = {}) {
  const folder = join(emptyFolder(), 'vault');
  const client = new VaultClient({ fork: () => vaultInThisProcess(quickDerive), wait: never });
  const door: { -readonly [Name in keyof VaultDoor]: VaultDoor[Name] } = { ...doorOf(folder, client) };
  const shown: Picture['stage']['kind'][] = [];
  let locks = 0;
  const desk = deskOver(door, {
    tellPicture: ({ stage }) => shown.push(stage.kind),
    onLocked: () => {
      locks += 1;
    },
    ...others,
  });
  value(await desk.createVault(bytesOf(passphrase), robin, card));
  return { desk, door, client, shown, locks: () => locks };
}

async function withSession(desk: Awaited<ReturnType<typeof openDesk>>['desk']): Promise<void> {
  const patient = { name: 'Ada', dateOfBirth: '1980-02-03', phone: '', allergies: '', emergencyContact: '' };
  const { patientId } = value(await desk.createPatient(patient));
  value(await desk.openSession(patientId, null));
}

test('the windows forget at once, also where the disk does not answer any more', async () => {
  const waits: number[] = [];
  let goOn: () => void = () => undefined;
  const pause = (durationMs: number) => {
    waits.push(durationMs);
    return new Promise<void>((resolve) => {
      goOn = resolve;
    });
  };
  const { desk, door, shown, locks } = await openDesk({ pause });
  door.append = never;
  const locking = desk.lock();
  expect(shown.at(-1)).toBe('locked');
  expect(desk.picture().stage).toMatchObject({ kind: 'locked', sessionRunning: false });
  await settled();
  expect(locks()).toBe(0);
  expect(waits).toEqual([1_000]);
  goOn();
  value(await locking);
  expect(locks()).toBe(1);
});

test('says in the log why, before the vault is closed', async () => {
  const { desk } = await openDesk();
  value(await desk.lock('suspend'));
  value(await desk.unlock(bytesOf(passphrase)));
  expect(desk.auditEntries.slice(-2).map(({ action }) => action)).toEqual([
    { type: 'locked', why: 'suspend' },
    { type: 'unlocked', with: 'passphrase', wrongTriesBefore: 0 },
  ]);
  value(await desk.lock());
});

test('wrong tries are counted until the next unlock and then stand in the log', async () => {
  const { desk } = await openDesk();
  value(await desk.lock());
  for (const wrong of ['not the passphrase', 'neither is this one']) {
    expect(codeOf(await desk.unlock(bytesOf(wrong)))).toBe('wrong-passphrase');
  }
  value(await desk.unlock(bytesOf(passphrase)));
  expect(desk.auditEntries.at(-1)?.action).toEqual({ type: 'unlocked', with: 'passphrase', wrongTriesBefore: 2 });
  value(await desk.lock());
});

test('is locked although the writer behind the lock cannot begin; what waits is written after the next unlock', async () => {
  const { desk, door, client, locks } = await openDesk({ pause: settled });
  await withSession(desk);
  door.lock = async () => {
    await client.lock();
    return { ok: false, problem: diskFull };
  };
  expect(codeOf(await desk.lock())).toBe('disk-full');
  expect(desk.picture().stage).toMatchObject({ kind: 'locked', sessionRunning: true });
  expect(locks()).toBe(1);
  expect(desk.isOpen).toBe(false);
  const running = desk.running;
  if (running === null) throw new Error('no session');
  value(await desk.report({ type: 'report-sleep', durationMs: 60_000 }));
  const taken = running.conductor.state.events.length;
  expect(await running.conductor.settled()).toBe(false);
  expect(desk.holdsUnsaved).toBe(true);
  value(await desk.unlock(bytesOf(passphrase)));
  await vi.waitFor(() => expect(running.conductor.durableThrough).toBe(taken));
  expect(desk.holdsUnsaved).toBe(false);
  expect(value(await door.read(running.sessionId)).entries).toHaveLength(taken);
  await client.lock();
});

test('behind the lock a running session’s entries are still taken, and no reading is shown', async () => {
  const monitors: MonitorsPicture = {
    ...idleMonitors,
    candidates: [
      {
        readingId: 'r',
        systolicMmHg: 120,
        diastolicMmHg: 80,
        pulsePerMin: 70,
        monitorTime: null,
      },
    ],
  };
  const { desk } = await openDesk({ monitors: () => monitors });
  await withSession(desk);
  const running = desk.running;
  if (running === null) throw new Error('no session');
  expect(desk.picture().monitors.candidates).toHaveLength(1);
  value(await desk.lock());
  expect(desk.picture().monitors.candidates).toEqual([]);
  expect(desk.active).toBe(null);
  const taken = await desk.report({ type: 'report-sleep', durationMs: 60_000 });
  value(taken);
  expect(await running.conductor.settled()).toBe(true);
  expect(running.conductor.durableThrough).toBe(running.conductor.state.events.length);
  const refused = await desk.command(running.sessionId, { type: 'record-weight', weightKg: 70 }, 0);
  expect(codeOf(refused)).toBe('no-session');
  value(await desk.unlock(bytesOf(passphrase)));
  expect(desk.running).toBe(running);
  value(await desk.lock());
});

test('the clinic’s time for the lock is kept in the vault', async () => {
  const { desk } = await openDesk();
  expect(desk.lockSettings).toEqual({ idleMinutes: 10, inSession: false });
  value(await desk.setLock({ idleMinutes: 3, inSession: true }));
  value(await desk.lock());
  expect(desk.lockSettings).toBe(null);
  value(await desk.unlock(bytesOf(passphrase)));
  expect(desk.lockSettings).toEqual({ idleMinutes: 3, inSession: true });
  value(await desk.lock());
});
