import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import { ForkedVault } from './forked-vault.ts';
import { codeOf, contentOf, emptyFolder, passphrase, value } from './vault-place.ts';

const never = () => new Promise<void>(() => undefined);

function started(): { client: VaultClient; processes: ForkedVault[] } {
  const processes: ForkedVault[] = [];
  const client = new VaultClient({
    fork: () => {
      const forked = new ForkedVault();
      processes.push(forked);
      return forked;
    },
    wait: never,
  });
  onTestFinished(() => {
    for (const forked of processes) forked.child.kill('SIGKILL');
  });
  return { client, processes };
}

// Real key derivations, one after the other: on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 90_000 });

test('a vault lives in a process of its own, and locking ends that process', async () => {
  const { client, processes } = started();
  const folder = join(emptyFolder(), 'vault');
  expect(value(await client.inspect(folder))).toEqual({ kind: 'absent' });
  expect(codeOf(await client.read(randomUUID()))).toBe('vault-locked');
  expect(value(await client.judgePassphrase('kitten42', []))).toMatchObject({ acceptable: false });
  const created = value(await client.create(folder, passphrase, { rehearsal: false }));
  expect(created.journals).toEqual([]);
  const journalId = randomUUID();
  value(await client.createJournal(journalId, 'clinic'));
  value(await client.append(journalId, 1, '{"a":1}'));
  value(await client.putSlot(journalId, 'draft', 'half a wo'));
  expect(value(await client.sign('00ff')).publicKeyHex).toBe(created.publicKeyHex);
  expect(codeOf(await client.sign('0'))).toBe('wrong-arguments');
  expect(value(await client.freeBytes())).toBeGreaterThan(0);
  expect(codeOf(await client.unlock(folder, passphrase, { rehearsal: false }))).toBe('vault-already-unlocked');

  const late = client.append(journalId, 2, '{"a":2}');
  expect(codeOf(await client.lock())).toBe('ok');
  expect(codeOf(await late)).toBe('ok');
  expect(processes[0]?.child.exitCode ?? processes[0]?.child.signalCode).not.toBeNull();
  expect(codeOf(await client.lock())).toBe('ok');
  expect(codeOf(await client.append(journalId, 3, 'x'))).toBe('vault-locked');

  expect(codeOf(await client.unlock(folder, 'something else entirely', { rehearsal: false }))).toBe('wrong-passphrase');
  const unlocked = value(await client.unlock(folder, passphrase, { rehearsal: false }));
  expect(unlocked).toEqual({ ...created, journals: [{ journalId, kind: 'clinic' }], wrongTriesBefore: 1 });
  expect(value(await client.read(journalId)).entries).toEqual(['{"a":1}', '{"a":2}']);
  expect(value(await client.getSlot(journalId, 'draft'))).toBe('half a wo');
  expect(value(await client.getSlot(journalId, 'music'))).toBeNull();

  const other = started();
  expect(codeOf(await other.client.unlock(folder, passphrase, { rehearsal: false }))).toBe('vault-in-use');
  await client.lock();
  expect(codeOf(await other.client.unlock(folder, passphrase, { rehearsal: false }))).toBe('ok');
  await other.client.lock();
});

test('a process that dies is told, pending calls are answered, and the vault opens again', async () => {
  const { client, processes } = started();
  let stops = 0;
  client.onStopped(() => {
    stops += 1;
  });
  const folder = emptyFolder();
  value(await client.create(folder, passphrase, { rehearsal: true }));
  const journalId = randomUUID();
  value(await client.createJournal(journalId, 'session'));
  value(await client.append(journalId, 1, 'a'));
  processes[0]?.child.kill('SIGKILL');
  expect(codeOf(await client.append(journalId, 2, 'b'))).toBe('vault-stopped');
  expect(stops).toBe(1);
  expect(codeOf(await client.append(journalId, 2, 'b'))).toBe('vault-locked');
  value(await client.unlock(folder, passphrase, { rehearsal: true }));
  const { entries } = value(await client.read(journalId));
  expect(entries[0]).toBe('a');
  await client.lock();
  expect(stops).toBe(1);
});

test('behind the lock a running session goes on, and nothing else', async () => {
  const { client, processes } = started();
  const folder = emptyFolder();
  const created = value(await client.create(folder, passphrase, { rehearsal: true }));
  const [session, clinic] = [randomUUID(), randomUUID()];
  value(await client.createJournal(session, 'session'));
  value(await client.createJournal(clinic, 'clinic'));
  value(await client.append(session, 1, 'one'));
  value(await client.append(clinic, 1, 'secret'));

  const [locked, meanwhile] = await Promise.all([client.lockKeepingSession(session), client.append(session, 2, 'two')]);
  expect([codeOf(locked), codeOf(meanwhile)]).toEqual(['ok', 'ok']);
  expect(processes).toHaveLength(2);
  expect(processes[0]?.child.exitCode ?? processes[0]?.child.signalCode).not.toBeNull();
  expect(codeOf(await client.append(session, 3, 'three'))).toBe('ok');
  expect(codeOf(await client.putSlot(session, 'draft', 'd'))).toBe('ok');
  expect(value(await client.getSlot(session, 'draft'))).toBe('d');
  expect(value(await client.freeBytes())).toBeGreaterThan(0);
  for (const refused of [
    await client.append(clinic, 2, 'x'),
    await client.getSlot(clinic, 'draft'),
    await client.read(session),
    await client.read(clinic),
    await client.sign('00'),
    await client.createJournal(randomUUID(), 'session'),
    await client.lockKeepingSession(session),
  ]) {
    expect(codeOf(refused)).toBe('only-this-session');
  }

  expect(codeOf(await client.unlock(folder, 'not the right words', { rehearsal: true }))).toBe('wrong-passphrase');
  expect(codeOf(await client.append(session, 4, 'four'))).toBe('ok');
  const [unlocked, during] = await Promise.all([
    client.unlock(folder, passphrase, { rehearsal: true }),
    client.append(session, 5, 'five'),
  ]);
  expect(codeOf(during)).toBe('ok');
  expect(value(unlocked)).toMatchObject({ vaultId: created.vaultId, report: [] });
  expect(value(await client.read(session))).toEqual({ entries: ['one', 'two', 'three', 'four', 'five'], report: [] });
  expect(value(await client.read(clinic)).entries).toEqual(['secret']);
  await client.lock();
});

test('a lock that keeps an unknown session leaves the vault as it was', async () => {
  const { client } = started();
  expect(codeOf(await client.lockKeepingSession(randomUUID()))).toBe('vault-locked');
  const folder = emptyFolder();
  value(await client.create(folder, passphrase, { rehearsal: true }));
  expect(codeOf(await client.lockKeepingSession(randomUUID()))).toBe('journal-unknown');
  expect(codeOf(await client.sign('00'))).toBe('ok');
  await client.lock();
});

test('whatever is sent to the process is answered with a Problem, and the process stays', async () => {
  const forked = new ForkedVault();
  onTestFinished(() => void forked.child.kill('SIGKILL'));
  const folder = emptyFolder();
  const opened = { folder, passphrase: new TextEncoder().encode(passphrase), rehearsal: true, ownWords: [] };
  expect(codeOf(await forked.ask(0, 'create', opened))).toBe('ok');
  const before = contentOf(folder);
  let id = 1;
  const ask = (call: string, args: unknown) => {
    id += 1;
    return forked.ask(id, call, args);
  };
  for (const call of ['', 'toString', '__proto__', 'constructor', 'Inspect', 'unlock ', 'shred']) {
    expect(codeOf(await ask(call, {}))).toBe('unknown-call');
  }
  const wrong: readonly (readonly [string, unknown])[] = [
    ['inspect', { folder: 'relative/path' }],
    ['inspect', { folder: '/a\0b' }],
    ['inspect', { folder: 7 }],
    ['unlock', { folder, passphrase: 'text', rehearsal: true }],
    ['unlock', { folder, passphrase: new Uint8Array(), rehearsal: true }],
    ['unlock', { folder, passphrase: new Uint8Array(4097), rehearsal: true }],
    ['append', { journalId: '../../etc/passwd', sequence: 1, entry: '' }],
    ['append', { journalId: randomUUID().toUpperCase(), sequence: 1, entry: '' }],
    ['append', { journalId: randomUUID(), sequence: 0, entry: '' }],
    ['append', { journalId: randomUUID(), sequence: 1.5, entry: '' }],
    ['append', { journalId: randomUUID(), sequence: 2 ** 53, entry: '' }],
    ['append', { journalId: randomUUID(), sequence: 1, entry: '\ud800' }],
    ['append', { journalId: randomUUID(), sequence: 1, entry: '', more: 1 }],
    ['createJournal', { journalId: randomUUID(), kind: 'other' }],
    ['putSlot', { journalId: randomUUID(), slot: '', text: '' }],
    ['sign', { bytes: [1, 2, 3] }],
    ['resumeSession', { folder, handOver: {} }],
    ['lock', null],
  ];
  for (const [call, args] of wrong) expect([call, codeOf(await ask(call, args))]).toEqual([call, 'wrong-arguments']);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'inspect',
        'unlock',
        'create',
        'append',
        'read',
        'putSlot',
        'getSlot',
        'sign',
        'handOver',
        'lock',
      ),
      fc.anything({ withTypedArray: true, withDate: true, withMap: true, withNullPrototype: false }),
      async (call, args) => {
        fc.pre(!(call === 'lock' && typeof args === 'object' && args !== null && Object.keys(args).length === 0));
        expect((await ask(call, args)).ok).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
  // Messages that are no question at all: the answer has no number.
  for (const message of [null, 7, 'append', [], { id: -1, call: 'lock', args: {} }, { id: 'x' }, new Map()]) {
    const answered = new Promise((resolve) => forked.child.once('message', resolve));
    forked.postMessage(message);
    expect(await answered).toMatchObject({ content: { id: null, outcome: { ok: false } } });
  }
  expect(forked.child.exitCode).toBeNull();
  expect(codeOf(await ask('sign', { bytes: new Uint8Array(3) }))).toBe('ok');
  expect(contentOf(folder)).toEqual(before);
  expect(codeOf(await ask('lock', {}))).toBe('ok');
  expect(await forked.ended()).toBe(0);
});
