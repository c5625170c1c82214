import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemClock } from '../../electron/session/clock.ts';
import type { SessionRoom } from '../../electron/session/session-room.ts';
import { type VaultDesk, VaultRoom } from '../../electron/session/vault-room.ts';
import { practice, realVault, wallMs } from './practice-vault.ts';
import { codeOf, emptyFolder, passphrase, value } from './vault-place.ts';

const dayMs = 24 * 60 * 60_000;
const keystore = {
  backend: () => 'basic_text',
  isAsyncEncryptionAvailable: async () => false,
  encryptStringAsync: async () => new Uint8Array(),
  decryptStringAsync: async () => ({ result: '' }),
};

/** The room over a vault in this process, at a time that the test sets, with a desk that says what the test wants. */
async function room() {
  const made = await practice(1);
  const at = {
    nowMs: wallMs,
    newestSignedWallMs: null as number | null,
    running: null as SessionRoom | null,
    shredded: [] as string[],
    logged: [] as string[],
  };
  const lines: (() => void)[] = [];
  const desk: VaultDesk = {
    isOpen: true,
    get running() {
      return at.running;
    },
    get newestSignedWallMs() {
      return at.newestSignedWallMs;
    },
    lockSettings: null,
    therapistName: 'Robin Ash',
    auditEntries: [],
    setLock: async () => ({ ok: true, value: null }),
    joinClinic: async () => ({ ok: true, value: null }),
    shredRefusal: () => null,
    sessionShredded: async (sessionId) => {
      at.shredded.push(sessionId);
      return { ok: true, value: null };
    },
    audit: async ({ type }) => {
      at.logged.push(type);
      for (const line of lines) line();
      return { ok: true, value: null };
    },
    keystoreChanged: async () => undefined,
    runningJournals: () => ({ ok: false, problem: { code: 'none', sentence: '', remedy: '' } }),
    copiedInEmergency: () => undefined,
  };
  const vaultRoom = new VaultRoom({
    client: made.client,
    desk,
    clock: { ...systemClock(), read: () => ({ ...systemClock().read(), wallMs: at.nowMs }) },
    rehearsal: false,
    keystore,
    randomBytes: (length) => new Uint8Array(length),
    hold: () => () => undefined,
    changed: () => undefined,
    askFolder: async () => ({ ok: true, value: null }),
  });
  await vaultRoom.entered();
  /** Until as many backups were made, their lines in the audit log too. */
  const settled = async (backups: number) => {
    const isSettled = () => at.logged.filter((type) => type === 'backed-up').length >= backups;
    if (!isSettled()) await new Promise<void>((resolve) => lines.push(() => isSettled() && resolve()));
    expect(readdirSync(made.target)).toHaveLength(backups);
  };
  return { ...made, at, vaultRoom, settled, problem: () => vaultRoom.picture().backup?.problem?.code ?? null };
}

test('no folder chosen is told from the first signed session on', async () => {
  const { at, problem } = await room();
  expect(problem()).toBeNull();
  at.newestSignedWallMs = wallMs;
  expect(problem()).toBe('backup-never');
});

test('a signed session that is in no backup is overdue after a day, and not before', async () => {
  const { at, vaultRoom, plan, problem } = await room();
  value(await vaultRoom.setBackupPlan({ ...plan, afterEachSession: false }));
  at.newestSignedWallMs = wallMs;
  for (const [nowMs, expected] of [
    [wallMs + dayMs - 1, null],
    [wallMs + dayMs, null],
    [wallMs + dayMs + 1, 'backup-overdue'],
  ] as const) {
    at.nowMs = nowMs;
    expect(problem()).toBe(expected);
  }
  value(await vaultRoom.backUpNow());
  expect(problem()).toBeNull();
  expect(vaultRoom.picture().backup?.lastSuccessWallMs).toBe(wallMs + dayMs + 1);
  // A session that is signed later counts anew.
  at.newestSignedWallMs = wallMs + 2 * dayMs;
  at.nowMs = wallMs + 3 * dayMs + 1;
  expect(problem()).toBe('backup-overdue');
});

test('a backup that failed is told at once, also by the next unlock, until one succeeds', async () => {
  const { at, vaultRoom, plan, target, folder, client, problem } = await room();
  value(await vaultRoom.setBackupPlan(plan));
  at.newestSignedWallMs = wallMs;
  rmSync(target, { recursive: true });
  await vaultRoom.signed();
  expect(problem()).toBe('backup-folder-gone');
  expect(at.logged).toContain('backed-up');
  vaultRoom.locked();
  expect(vaultRoom.picture().backup).toBeNull();
  value(await client.lock());
  value(await client.unlock(folder, passphrase, realVault));
  await vaultRoom.entered();
  expect(problem()).toBe('backup-folder-gone');
  // The disk is there again: what did not follow the session is made up for.
  mkdirSync(target);
  await vaultRoom.catchUp();
  expect(problem()).toBeNull();
  expect(readdirSync(target)).toHaveLength(1);
  // There is nothing to make up for any more.
  await vaultRoom.catchUp();
  expect(readdirSync(target)[0]).toMatch(/000001$/);
});

test('a backup follows a signed record by itself, after whatever is under way, and only where the plan says so', async () => {
  const { at, vaultRoom, plan, settled } = await room();
  value(await vaultRoom.setBackupPlan({ ...plan, afterEachSession: false }));
  at.newestSignedWallMs = wallMs;
  await vaultRoom.signed();
  await vaultRoom.catchUp();
  await settled(0);
  value(await vaultRoom.setBackupPlan(plan));
  const checking = vaultRoom.checkVault();
  await vaultRoom.signed();
  expect(vaultRoom.picture().work?.what).toBe('check');
  expect(value(await checking).isWhole).toBe(true);
  await settled(1);
  // While a session runs, an older one's backup waits.
  at.newestSignedWallMs = wallMs + 1;
  at.running = {} as SessionRoom;
  await vaultRoom.catchUp();
  await settled(1);
});

test('what would make a running session wait is refused; a backup and a check are not', async () => {
  const { at, vaultRoom, plan, target, sessionIds } = await room();
  value(await vaultRoom.setBackupPlan(plan));
  at.running = {} as SessionRoom;
  const typed = () => new TextEncoder().encode(passphrase);
  const [sessionId = ''] = sessionIds;
  const into = emptyFolder();
  expect(codeOf(await vaultRoom.shredSession(sessionId, 'asked for'))).toBe('session-running');
  expect(codeOf(await vaultRoom.importSessions(target, typed()))).toBe('session-running');
  expect(codeOf(await vaultRoom.previewBackup(target, typed()))).toBe('session-running');
  expect(codeOf(await vaultRoom.restoreBackup({ backup: target, into, typed: typed(), evenDamaged: false }))).toBe(
    'session-running',
  );
  expect(readdirSync(into)).toEqual([]);
  value(await vaultRoom.backUpNow());
  expect(value(await vaultRoom.checkVault()).isWhole).toBe(true);
  expect(at.shredded).toEqual([]);
});

test('a shredding that ended before the clinic’s journal said so is said when it is asked for again', async () => {
  const { at, vaultRoom, client, sessionIds, plan, target } = await room();
  const [sessionId = ''] = sessionIds;
  value(await client.append(sessionId, 11, JSON.stringify({ body: { type: 'signed' } })));
  value(await vaultRoom.setBackupPlan(plan));
  value(await vaultRoom.backUpNow());
  value(await client.backups.shred({ journalId: sessionId, wallMs, reason: 'asked for', by: 'Robin Ash' }));
  const { stillHeldBy } = value(await vaultRoom.shredSession(sessionId, 'asked for'));
  expect(at.shredded).toEqual([sessionId]);
  expect(stillHeldBy).toEqual([`${target}: ${readdirSync(target)[0]}`]);
  expect(at.logged.at(-1)).toBe('session-shredded');
});
