import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportSessions, type SessionsChoice } from '../../electron/records/export-sessions.ts';
import { verifyRecordFile } from '../../electron/records/verify-record.ts';
import { exportFormats } from '../../shared/record/export-format.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { generatedJournal } from './generated-journal.ts';
import { calmJournal, declinedJournal, journeyNote, processWords, sampleNames, samples } from './journal-samples.ts';
import { signBytes, signJournal } from './sign-journal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-sessions-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const printPage = async (html: string) => new TextEncoder().encode(`%PDF-1.4\n${html}`);
const vault = new Map<string, readonly SessionEvent[]>(sampleNames.map((name) => [name, signJournal(samples[name]())]));
const parts = {
  printPage,
  fontCss: '',
  sign: signBytes,
  read: async (sessionId: string) => ({ ok: true, value: replay(vault.get(sessionId) ?? []) }) as const,
};
const choice = (changes: Partial<SessionsChoice> = {}): SessionsChoice => ({
  stream: 'record',
  formats: ['pdf', 'markdown', 'json'],
  redaction: nothingRedacted,
  folder,
  protection: { kind: 'plain' },
  at: { wallMs: Date.UTC(2026, 10, 23, 17), utcOffsetMinutes: 60 },
  ...changes,
});

/** Every byte below a path. */
function bytesBelow(path: string): Buffer {
  if (!statSync(path).isDirectory()) return readFileSync(path);
  return Buffer.concat(readdirSync(path).map((name) => bytesBelow(join(path, name))));
}

describe('several sessions', () => {
  test('are one folder with one for each session, each record whole, with one signed list', async () => {
    const told: number[] = [];
    const written = await exportSessions(sampleNames, choice(), { ...parts, onSession: (count) => told.push(count) });
    if (!written.ok) throw new Error(written.problem.code);
    const { path, files, sha256 } = written.value;
    expect(basename(path)).toBe(`vigil-records-2026-11-23-${sampleNames.length}-sessions`);
    expect(sha256).toBeNull();
    expect(told).toEqual(sampleNames.map((_, index) => index + 1));
    const records = files.filter(({ format }) => format === 'json');
    expect(records.map(({ sessionId }) => sessionId)).toEqual(sampleNames);
    for (const { name } of records) expect(verifyRecordFile(join(path, name)).kind).toBe('whole');
    expect(files.filter(({ format }) => format === null).map(({ name }) => name)).toEqual([
      'SHA256SUMS',
      'SHA256SUMS.minisig',
      'signing-key.pub',
    ]);
    expect(bytesBelow(path).includes(processWords)).toBe(false);
  });

  test('whose folders would have the same name get folders of their own', async () => {
    const twins = {
      ...parts,
      read: async () => ({ ok: true, value: replay(vault.get('calm') ?? []) }) as const,
    };
    for (const stream of ['record', 'process-notes'] as const) {
      const written = await exportSessions(['one', 'two', 'three'], choice({ stream, formats: ['json'] }), twins);
      if (!written.ok) throw new Error(written.problem.code);
      const own = readdirSync(written.value.path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      const names = own.map(({ name }) => name).toSorted();
      expect(names).toEqual([names[0], `${names[0]}-2`, `${names[0]}-3`]);
      expect(new Set(written.value.files.map(({ sessionId }) => sessionId))).toEqual(
        new Set(['one', 'two', 'three', null]),
      );
    }
  });

  test('are one locked file, if so chosen', async () => {
    const lock = { kind: 'passphrase', passphrase: new TextEncoder().encode('twelve letters') } as const;
    const protection = { kind: 'age', lock } as const;
    const written = await exportSessions(['calm', 'declined'], choice({ protection, formats: exportFormats }), parts);
    if (!written.ok) throw new Error(written.problem.code);
    expect(written.value.files).toHaveLength(2 * exportFormats.length + 3);
    expect(written.value.path.endsWith('-2-sessions.tar.age')).toBe(true);
    expect(written.value.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytesBelow(written.value.path).includes(journeyNote)).toBe(false);
  });

  test('leave nothing where one of them is not signed, or cannot be read', async () => {
    const unsigned = {
      ...parts,
      read: async (sessionId: string) =>
        sessionId === 'declined' ? ({ ok: true, value: replay(calmJournal()) } as const) : parts.read(sessionId),
    };
    const problem = { code: 'gone', sentence: 'Gone.', remedy: 'None.' };
    const unread = {
      ...parts,
      read: async (sessionId: string) =>
        sessionId === 'declined' ? ({ ok: false, problem } as const) : parts.read(sessionId),
    };
    expect(await exportSessions(['calm', 'declined'], choice(), unsigned)).toMatchObject({
      ok: false,
      problem: { code: 'not-signed' },
    });
    expect(await exportSessions(['calm', 'declined'], choice(), unread)).toEqual({ ok: false, problem });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leave nothing when they are ended between two of them', async () => {
    const ending = new AbortController();
    const written = await exportSessions(sampleNames, choice(), {
      ...parts,
      signal: ending.signal,
      onSession: (count) => {
        if (count === 2) ending.abort();
      },
    });
    expect(written).toMatchObject({ ok: false, problem: { code: 'export-cancelled' } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('never have more than three of them read and not yet written', async () => {
    let read = 0;
    let written = 0;
    let most = 0;
    const ids = Array.from({ length: 12 }, (_, index) => `session-${index}`);
    const journals = fc.sample(generatedJournal, { numRuns: ids.length, seed: 7 }).map(signJournal);
    const done = await exportSessions(ids, choice({ formats: ['json'] }), {
      ...parts,
      read: async (sessionId) => {
        read += 1;
        most = Math.max(most, read - written);
        return { ok: true, value: replay(journals[ids.indexOf(sessionId)] ?? []) };
      },
      onSession: (count) => {
        written = count;
      },
    });
    expect(done.ok).toBe(true);
    expect(most).toBe(3);
  });
});

describe('process notes', () => {
  test('go out by themselves, with their words, and without anything of the record', async () => {
    const written = await exportSessions(['calm'], choice({ stream: 'process-notes' }), parts);
    if (!written.ok) throw new Error(written.problem.code);
    expect(basename(written.value.path)).toMatch(/^vigil-process-notes-\d{4}-\d\d-\d\d-/);
    const text = readFileSync(join(written.value.path, 'process-notes.md'), 'utf8');
    expect(text).toContain(processWords.replaceAll('_', '\\_'));
    expect(text).not.toContain(journeyNote);
    expect(existsSync(join(written.value.path, 'record.json'))).toBe(false);
    expect(written.value.files.map(({ format }) => format)).toEqual(['process-notes', null, null, null]);
  });

  test('that are nowhere are no export', async () => {
    const none = { ...parts, read: async () => ({ ok: true, value: replay(signJournal(declinedJournal())) }) as const };
    for (const ids of [['declined'], ['declined', 'declined-again']]) {
      expect(await exportSessions(ids, choice({ stream: 'process-notes' }), none)).toMatchObject({
        ok: false,
        problem: { code: 'export-no-process-notes' },
      });
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test('keep every version, and say what was corrected and retracted', async () => {
    const written = await exportSessions(['corrections'], choice({ stream: 'process-notes' }), parts);
    if (!written.ok) throw new Error(written.problem.code);
    const text = readFileSync(join(written.value.path, 'process-notes.md'), 'utf8');
    expect(text).toMatch(/^## .*, correction of event-/m);
  });
});
