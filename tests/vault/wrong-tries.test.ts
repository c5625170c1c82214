import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VaultService } from '../../electron/vault/vault-service.ts';
import { WrongTries, waitAfterWrongTries } from '../../electron/vault/wrong-tries.ts';
import { codeOf, freshVault, passphrase } from './vault-place.ts';

test('the wait grows with each wrong try and stays at half a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 1000].map(waitAfterWrongTries)).toEqual([
    0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('each wrong try makes the next one wait; a right one ends that', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  const waits: number[] = [];
  const service = new VaultService({
    randomBytes,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  const unlock = async (words: string) => {
    const bytes = new TextEncoder().encode(words);
    const reply = await service.answer({
      id: 1,
      call: 'unlock',
      args: { folder, passphrase: bytes, rehearsal: false },
    });
    expect([...bytes].every((byte) => byte === 0)).toBe(true);
    return reply.outcome.ok ? 'ok' : reply.outcome.problem.code;
  };
  expect([await unlock('a'), await unlock('b'), await unlock('c')]).toEqual(Array(3).fill('wrong-passphrase'));
  expect(await unlock(passphrase)).toBe('ok');
  expect(waits).toEqual([0, 1000, 2000, 4000]);
  expect((await service.answer({ id: 2, call: 'lock', args: {} })).outcome.ok).toBe(true);
  expect(await unlock(passphrase)).toBe('ok');
  expect(waits.at(-1)).toBe(0);
  await service.answer({ id: 3, call: 'lock', args: {} });
});

test('wrong tries count across a restart of the process, and a try that is cut short counts as wrong', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  const waits: number[] = [];
  const processes = () =>
    new VaultService({
      randomBytes,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
    });
  const ask = async (service: VaultService, words: string) => {
    const passphrase = new TextEncoder().encode(words);
    const { outcome } = await service.answer({ id: 1, call: 'unlock', args: { folder, passphrase, rehearsal: false } });
    return codeOf(outcome);
  };
  expect(await ask(processes(), 'a')).toBe('wrong-passphrase');
  expect(await ask(processes(), 'b')).toBe('wrong-passphrase');
  // Its answer never comes: the process was ended while the key was derived.
  void new VaultService({
    randomBytes,
    wait: async () => undefined,
    derive: () => new Promise(() => undefined),
  }).answer({
    id: 1,
    call: 'unlock',
    args: { folder, passphrase: new TextEncoder().encode('c'), rehearsal: false },
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(readFileSync(join(folder, 'wrong-tries'), 'utf8')).toBe('3');
  const service = processes();
  expect(await ask(service, passphrase)).toBe('ok');
  expect(waits).toEqual([0, 1000, 4000]);
  expect(existsSync(join(folder, 'wrong-tries'))).toBe(false);
  await service.answer({ id: 2, call: 'lock', args: {} });
});

test('a count that is no number, or gone, stops nobody from unlocking; other problems are not counted', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  const tries = new WrongTries();
  for (const text of ['', '-1', '1e9', 'x', '99999999999']) {
    writeFileSync(join(folder, 'wrong-tries'), text);
    expect(tries.begin(folder)).toBe(0);
    tries.wasRight(folder);
  }
  writeFileSync(join(folder, 'wrong-tries'), '4');
  expect(tries.begin(folder)).toBe(4);
  expect(readFileSync(join(folder, 'wrong-tries'), 'utf8')).toBe('5');
  tries.wasNone(folder, 4);
  expect(readFileSync(join(folder, 'wrong-tries'), 'utf8')).toBe('4');
  const none = join(folder, 'absent');
  expect(tries.begin(none)).toBe(4);
  tries.wasRight(none);
  expect(tries.begin(none)).toBe(0);
});

test('entries of the session behind the lock do not wait for a slow unlock', async () => {
  const { folder, vault } = await freshVault();
  const journalId = '3f0c1b7e-4d7b-4d27-8d0f-5c1f3c9f7a10';
  await vault.createJournal(journalId, 'session');
  const handOver = vault.handOver(journalId);
  if (!handOver.ok) throw new Error(codeOf(handOver));
  await vault.close();
  let letGo: () => void = () => undefined;
  const service = new VaultService({
    randomBytes,
    wait: () =>
      new Promise((resolve) => {
        letGo = resolve;
      }),
  });
  const ask = async (call: string, args: unknown) => codeOf((await service.answer({ id: 1, call, args })).outcome);
  expect(await ask('resumeSession', { folder, handOver: handOver.value })).toBe('ok');
  const words = new TextEncoder().encode(passphrase);
  const unlocking = ask('unlock', { folder, passphrase: words, rehearsal: false });
  expect(await ask('append', { journalId, sequence: 1, entry: 'during the wait' })).toBe('ok');
  letGo();
  expect(await unlocking).toBe('ok');
  expect(await ask('append', { journalId, sequence: 2, entry: 'after it' })).toBe('ok');
  expect(await ask('lock', {})).toBe('ok');
});
