import { expect, test } from 'vitest';
import { AutoLock } from '../../electron/session/auto-lock.ts';
import { type LockSettings, lockSettingsSchema, usualLock } from '../../shared/course/lock-settings.ts';

function machine(settings: LockSettings | null) {
  const is = { settings, idleSeconds: 0, patientInSession: false };
  const locked: string[] = [];
  const autoLock = new AutoLock({
    settings: () => is.settings,
    idleSeconds: () => is.idleSeconds,
    isPatientInSession: () => is.patientInSession,
    lock: (why) => locked.push(why),
  });
  return { is, locked, autoLock };
}

test('locks once nobody has touched the machine for the clinic’s time, not a second before', () => {
  const { is, locked, autoLock } = machine({ idleMinutes: 5, inSession: false });
  is.idleSeconds = 299;
  autoLock.look();
  expect(locked).toEqual([]);
  is.idleSeconds = 300;
  autoLock.look();
  expect(locked).toEqual(['idle']);
  is.idleSeconds = 301;
  autoLock.look();
  expect(locked).toEqual(['idle', 'idle']);
});

test('stays with the patient unless the clinic chose otherwise', () => {
  const { is, locked, autoLock } = machine(usualLock);
  is.idleSeconds = 24 * 60 * 60;
  is.patientInSession = true;
  autoLock.look();
  expect(locked).toEqual([]);
  is.settings = { ...usualLock, inSession: true };
  autoLock.look();
  expect(locked).toEqual(['idle']);
});

test('locks as the machine goes to sleep, with a patient in the session too', () => {
  const { is, locked, autoLock } = machine(usualLock);
  is.patientInSession = true;
  autoLock.suspend();
  expect(locked).toEqual(['suspend']);
});

test('what is locked is not locked again', () => {
  const { is, locked, autoLock } = machine(null);
  is.idleSeconds = 24 * 60 * 60;
  autoLock.look();
  autoLock.suspend();
  expect(locked).toEqual([]);
});

test('between one minute and an hour can be chosen; never cannot', () => {
  const takes = (idleMinutes: number) => lockSettingsSchema.safeParse({ idleMinutes, inSession: false }).success;
  expect([0, 1, 60, 61, 1.5, Number.POSITIVE_INFINITY].map(takes)).toEqual([false, true, true, false, false, false]);
});
