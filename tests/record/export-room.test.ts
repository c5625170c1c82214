import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PrintPage } from '../../electron/records/pdf.ts';
import { ExportRoom, type ExportRoomParts } from '../../electron/session/export-room.ts';
import type { SessionRoom } from '../../electron/session/session-room.ts';
import type { AuditAction } from '../../shared/audit/audit-entry.ts';
import type { ExportChoice } from '../../shared/bridge/export-choice.ts';
import type { Problem } from '../../shared/problem.ts';
import { replay } from '../../shared/session/evolve.ts';
import { calmJournal } from './journal-samples.ts';
import { signBytes, signJournal } from './sign-journal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-export-room-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const problem: Problem = { code: 'disk-full', sentence: 'Full.', remedy: 'Free it.' };

/** A room over one signed session, and what it noted. `fails`: what cannot be noted. */
function exportRoom(
  fails: 'nothing' | 'audit' | 'journal' = 'nothing',
  { signingProblem = null, printPage }: { signingProblem?: Problem | null; printPage?: PrintPage } = {},
) {
  const noted: unknown[] = [];
  const state = replay(signJournal(calmJournal()));
  const room = {
    conductor: {
      state,
      submit: async (command: unknown) => {
        noted.push(command);
        return fails === 'journal' ? { ok: false, problem } : { ok: true, value: { sequences: [1] } };
      },
      settled: async () => true,
    },
  } as unknown as SessionRoom;
  const parts: ExportRoomParts = {
    desk: {
      withSession: (_sessionId, act) => act(room),
      audit: async (action: AuditAction) => {
        noted.push(action);
        return fails === 'audit' ? { ok: false, problem } : { ok: true, value: null };
      },
      signingProblem,
      courseContent: () => ({ sessionIds: ['s1'], scores: [] }),
      keepReceiver: async (receiver) => {
        noted.push(receiver);
        return { ok: true, value: null };
      },
    },
    vault: { sign: signBytes },
    exporting: { printPage: printPage ?? (async () => new TextEncoder().encode('%PDF-1.4')), fontCss: '' },
    now: () => ({ wallMs: Date.UTC(2026, 10, 23, 17), utcOffsetMinutes: 60 }),
    changed: () => undefined,
    hold: () => () => undefined,
  };
  return { noted, exports: new ExportRoom(parts) };
}

const choice = (): ExportChoice => ({
  sessionIds: ['s1', 's1'],
  stream: 'record',
  formats: ['json'],
  redaction: { withoutName: false, withoutFreeText: false },
  lock: { kind: 'plain', understood: true },
  receiver: 'Dr Quill',
  folder,
});

test('notes in the session and in the audit log what went out, how it was locked and for whom, once', async () => {
  const { exports, noted } = exportRoom();
  expect(await exports.exportSessions(choice())).toMatchObject({ ok: true, value: { remark: null } });
  const files = [
    { format: 'json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { format: 'manifest', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ];
  expect(noted).toEqual([
    { type: 'record-export', files },
    { type: 'record-exported', sessionId: 's1', files, receiver: 'Dr Quill', lock: 'plain' },
  ]);
});

test.each(['audit', 'journal'] as const)(
  'an export that the %s cannot note is one all the same, and says so',
  async (fails) => {
    const { exports } = exportRoom(fails);
    expect(await exports.exportSessions(choice())).toMatchObject({
      ok: true,
      value: {
        files: expect.arrayContaining([expect.stringMatching(/record\.json$/)]),
        remark: { code: 'export-not-journaled' },
      },
    });
    expect(readdirSync(folder)).toHaveLength(1);
  },
);

test('one is written at a time, and its progress is told until it ends', async () => {
  const { exports } = exportRoom();
  const first = exports.exportSessions(choice());
  expect(exports.picture()).toEqual({ done: 0, of: 1 });
  expect(await exports.exportSessions(choice())).toMatchObject({ ok: false, problem: { code: 'export-under-way' } });
  expect((await first).ok).toBe(true);
  expect(exports.picture()).toBeNull();
});

test('one that is ended leaves nothing, notes nothing, and another may begin', async () => {
  const { exports, noted } = exportRoom();
  const first = exports.exportSessions(choice());
  exports.cancel();
  expect(await first).toMatchObject({ ok: false, problem: { code: 'export-cancelled' } });
  expect([readdirSync(folder), noted]).toEqual([[], []]);
  expect((await exports.exportSessions(choice())).ok).toBe(true);
});

test('where nobody can sign, an export is refused before anything is printed', async () => {
  let printed = 0;
  const printPage = async () => {
    printed += 1;
    return new TextEncoder().encode('%PDF-1.4');
  };
  const { exports, noted } = exportRoom('nothing', { signingProblem: problem, printPage });
  const lock = { kind: 'plain', understood: true } as const;
  const course = await exports.exportCourse({ courseId: 'c1', lock, receiver: '', folder });
  expect(await exports.exportSessions({ ...choice(), formats: ['pdf'] } as ExportChoice)).toEqual({
    ok: false,
    problem,
  });
  expect(course).toEqual({ ok: false, problem });
  expect([printed, noted, readdirSync(folder)]).toEqual([0, [], []]);
});

test('one that is ended does not wait for the page that is being printed', async () => {
  const { promise: neverPrinted } = Promise.withResolvers<Uint8Array>();
  const { promise: began, resolve: begin } = Promise.withResolvers<null>();
  const printPage = () => {
    begin(null);
    return neverPrinted;
  };
  const { exports } = exportRoom('nothing', { printPage });
  const first = exports.exportSessions({ ...choice(), formats: ['pdf'] } as ExportChoice);
  await began;
  exports.cancel();
  expect(await first).toMatchObject({ ok: false, problem: { code: 'export-cancelled' } });
  expect([readdirSync(folder), exports.picture()]).toEqual([[], null]);
});

test('a receiver’s key that is none is not kept', async () => {
  const { exports, noted } = exportRoom();
  const key = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
  expect(await exports.keepReceiver({ name: 'Q', recipients: [`${key}x`] })).toMatchObject({
    ok: false,
    problem: { code: 'export-recipient-invalid' },
  });
  expect(noted).toEqual([]);
  expect((await exports.keepReceiver({ name: 'Q', recipients: [` ${key} `] })).ok).toBe(true);
  expect(noted).toEqual([{ name: 'Q', recipients: [key] }]);
});
