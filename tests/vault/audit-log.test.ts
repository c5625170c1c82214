import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuditLog } from '../../electron/session/audit-log.ts';
import type { OpenVault } from '../../electron/session/open-vault.ts';
import { type AuditAction, auditEntrySchema } from '../../shared/audit/audit-entry.ts';
import { auditCsv, auditWords } from '../../shared/audit/audit-words.ts';
import { codeOf, freshVault, value } from './vault-place.ts';

const at = { wallMs: Date.UTC(2026, 10, 23, 14, 5, 6), utcOffsetMinutes: -90, by: 'Robin Ash' };

async function opened() {
  const { vault, reopen } = await freshVault();
  const door = (open: typeof vault): Pick<OpenVault, 'append' | 'createJournal' | 'read'> => open;
  const log = value(await AuditLog.open(door(vault), vault.journals(), randomUUID));
  return { vault, reopen, log, door };
}

test('is a journal of its own that goes on where it was', async () => {
  const { vault, reopen, log, door } = await opened();
  const actions: AuditAction[] = [
    { type: 'unlocked', with: 'passphrase', wrongTriesBefore: 2 },
    { type: 'locked', why: 'idle' },
  ];
  await Promise.all(actions.map((action) => log.append({ ...at, action })));
  expect(log.entries.map(({ action }) => action)).toEqual(actions);
  await vault.close();
  const again = value(reopen());
  const after = value(await AuditLog.open(door(again), again.journals(), randomUUID));
  expect(after.entries).toEqual(log.entries);
  value(await after.append({ ...at, action: { type: 'vault-checked', isWhole: true } }));
  expect(after.entries).toHaveLength(3);
  expect(again.journals().filter(({ kind }) => kind === 'audit')).toHaveLength(1);
  await again.close();
});

test('what could not be saved is not part of it', async () => {
  const { vault, log } = await opened();
  await vault.close();
  expect(codeOf(await log.append({ ...at, action: { type: 'vault-created' } }))).not.toBe('ok');
  expect(log.entries).toEqual([]);
});

test('what the disk did not take is written before the next line, in its order', async () => {
  const { vault, reopen, door } = await opened();
  let isFull = false;
  const disk: Pick<OpenVault, 'append' | 'createJournal' | 'read'> = {
    ...door(vault),
    createJournal: (journalId, kind) => vault.createJournal(journalId, kind),
    read: (journalId) => vault.read(journalId),
    append: async (journalId, sequence, entry) =>
      isFull
        ? { ok: false, problem: { code: 'disk-full', sentence: 'Full.', remedy: 'Free it.' } }
        : vault.append(journalId, sequence, entry),
  };
  const log = value(await AuditLog.open(disk, vault.journals(), randomUUID));
  const actions = [true, false, true].map((isWhole): AuditAction => ({ type: 'vault-checked', isWhole }));
  const [first, second, third] = actions;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three actions');
  isFull = true;
  expect(codeOf(await log.append({ ...at, action: first }))).toBe('disk-full');
  expect(codeOf(await log.append({ ...at, action: second }))).toBe('disk-full');
  expect(log.entries).toEqual([]);
  isFull = false;
  value(await log.append({ ...at, action: third }));
  expect(log.entries.map(({ action }) => action)).toEqual(actions);
  await vault.close();
  const again = value(reopen());
  expect(value(await AuditLog.open(again, again.journals(), randomUUID)).entries).toEqual(log.entries);
  await again.close();
});

test('an entry of a later version is refused, not passed over', async () => {
  const { vault, log } = await opened();
  const [{ journalId = '' } = {}] = vault.journals().filter(({ kind }) => kind === 'audit');
  value(await vault.append(journalId, 1, JSON.stringify({ ...at, action: { type: 'something-new' } })));
  expect(codeOf(await AuditLog.open(vault, vault.journals(), randomUUID))).toBe('audit-log-unknown');
  expect(log.entries).toEqual([]);
  await vault.close();
});

test('as CSV: time with its offset, one line each, and nothing that a spreadsheet would calculate', () => {
  const entry = { ...at, by: '=cmd()', action: { type: 'backup-plan-set', folder: '/a "b",\nc' } as const };
  const [head, line] = auditCsv([entry]).split('\r\n');
  expect(head).toBe('"time","by","kind","what"');
  expect(line).toBe(
    '"2026-11-23T12:35:06-01:30","\'=cmd()","backup-plan-set","Folder for backups chosen: /a ""b"",\nc"',
  );
});

test('every action has words of its own', () => {
  const action = fc.oneof(
    fc.record({
      type: fc.constant('unlocked' as const),
      with: fc.constantFrom('passphrase', 'recovery', 'keystore' as const),
      wrongTriesBefore: fc.nat(9),
    }),
    fc.record({
      type: fc.constant('slot-added' as const),
      kind: fc.constantFrom('passphrase', 'recovery', 'keystore' as const),
      therapist: fc.option(fc.string()),
    }),
    fc.record({ type: fc.constant('backed-up' as const), problem: fc.option(fc.string({ minLength: 1 })) }),
  );
  fc.assert(
    fc.property(action, (made) => {
      expect(auditEntrySchema.safeParse({ ...at, action: made }).success).toBe(true);
      expect(auditWords(made).length).toBeGreaterThan(5);
    }),
  );
  expect(auditWords({ type: 'unlocked', with: 'recovery', wrongTriesBefore: 1 })).toBe(
    'Unlocked with a recovery key, after 1 wrong try',
  );
  expect(auditWords({ type: 'unlocked', with: 'passphrase', wrongTriesBefore: 3 })).toBe(
    'Unlocked with a passphrase, after 3 wrong tries',
  );
});
