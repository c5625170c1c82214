import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { exportRecord } from '../../electron/records/export-record.ts';
import { exportSessions } from '../../electron/records/export-sessions.ts';
import type { PrintParts } from '../../electron/records/record-files.ts';
import type { Protection } from '../../electron/records/write-export.ts';
import { exportContent } from '../../shared/record/export-content.ts';
import { type ExportFormat, exportFormats } from '../../shared/record/export-format.ts';
import { fhirBundle, fhirFileText } from '../../shared/record/fhir/bundle.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord, type SignedRecord } from '../../shared/record/signed-record.ts';
import { replay } from '../../shared/session/evolve.ts';
import type { SessionState } from '../../shared/session/state.ts';
import { course } from '../course/course-samples.ts';
import { chromiumPrinter } from '../record/chromium-printer.ts';
import { correctionsJournal, hypertensionJournal } from '../record/journal-samples.ts';
import { signBytes, signJournal } from '../record/sign-journal.ts';
import { type Figure, figureBelow, percentile } from './figure.ts';

const at = { wallMs: Date.UTC(2026, 10, 23, 17), utcOffsetMinutes: 60 };
const notThere = { code: 'unknown-session', sentence: 'There is no such session.', remedy: 'Choose another.' };
/** What a printed record takes, embedded fonts and all. */
const pageBytes = 150_000;
const bundlesOfEach = 40;
const exportsOfEach = 5;
const oneSessionTargetMs = 3000;
const fhirTargetMs = 100;
const courseOf = 10;
const courseTargetMs = 10_000;
const batchOf = 1000;
/** What the heap and all the process may grow by from the 100th session of a batch to its end. */
const batchGrowthTargetMb = 20;

/** The two that have most to say. */
const records = [hypertensionJournal, correctionsJournal].map((journal) =>
  buildSignedRecord(replay(signJournal(journal()))),
);

function fhirMs(record: SignedRecord): number {
  const pdf = new Uint8Array(200_000);
  const began = performance.now();
  fhirFileText(fhirBundle(exportContent(record, nothingRedacted), 'document', pdf));
  return performance.now() - began;
}

/**
 * What `npm run bench -- export` measures: one session in every form with the time its page takes to be printed, a course of
 * ten, and what a batch of a thousand does to the memory.
 */
export async function* measure(): AsyncGenerator<Figure> {
  const taken = Array.from({ length: bundlesOfEach }, () => records.map(fhirMs)).flat();
  yield figureBelow('export.fhir-bundle.p50', percentile(taken, 50), 'ms', fhirTargetMs);
  yield figureBelow('export.fhir-bundle.worst', percentile(taken, 100), 'ms', fhirTargetMs);

  const printer = await chromiumPrinter();
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-export-'));
  const recipient = await identityToRecipient(await generateX25519Identity());
  const protections: Readonly<Record<string, Protection>> = {
    plain: { kind: 'plain' },
    'for-a-key': { kind: 'age', lock: { kind: 'recipients', recipients: [recipient] } },
    'with-a-passphrase': {
      kind: 'age',
      lock: { kind: 'passphrase', passphrase: new TextEncoder().encode('lantern orchid gravel') },
    },
  };
  try {
    for (const [name, protection] of Object.entries(protections)) {
      const times: number[] = [];
      for (let run = 0; run < exportsOfEach; run += 1) {
        for (const record of records) times.push(await exportMs(record, { folder, protection }, printer));
      }
      yield figureBelow(`export.all-forms.${name}.p50`, percentile(times, 50), 'ms', oneSessionTargetMs);
      yield figureBelow(`export.all-forms.${name}.worst`, percentile(times, 100), 'ms', oneSessionTargetMs);
      const states = course(courseOf);
      const courseMs = await sessionsMs(states, { folder, protection, formats: exportFormats }, printer);
      yield figureBelow(`export.course-of-ten.${name}`, courseMs, 'ms', courseTargetMs);
    }
    yield* batchFigures(folder);
  } finally {
    await printer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exportMs(
  record: SignedRecord,
  target: { readonly folder: string; readonly protection: Protection },
  printer: Awaited<ReturnType<typeof chromiumPrinter>>,
): Promise<number> {
  const began = performance.now();
  const exported = await exportRecord(
    record,
    { ...target, at, formats: exportFormats, redaction: nothingRedacted },
    { ...printer, sign: signBytes },
  );
  if (!exported.ok) throw new Error(exported.problem.sentence);
  return performance.now() - began;
}

/** V8's own collection, so that what is measured is held and not only not yet collected. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') throw new Error('V8 offers no collection');
  return () => void gc();
}

type SessionsTarget = {
  readonly folder: string;
  readonly protection: Protection;
  readonly formats: readonly ExportFormat[];
};

/** How long it takes to export these sessions together, each read when its turn comes. */
async function sessionsMs(
  states: readonly SessionState[],
  target: SessionsTarget,
  parts: PrintParts,
  onSession: (written: number) => void = () => undefined,
): Promise<number> {
  const began = performance.now();
  const exported = await exportSessions(
    states.map((_, index) => String(index)),
    { ...target, at, stream: 'record', redaction: nothingRedacted },
    {
      ...parts,
      sign: signBytes,
      onSession,
      read: async (sessionId) => {
        const state = states[Number(sessionId)];
        return state === undefined ? { ok: false, problem: notThere } : { ok: true, value: state };
      },
    },
  );
  if (!exported.ok) throw new Error(exported.problem.sentence);
  return performance.now() - began;
}

/**
 * A thousand sessions in every form into one locked file. The page is stood in for by one of a usual size, since a thousand
 * real ones would take the browser twenty minutes and are never held in this process together.
 */
async function* batchFigures(folder: string): AsyncGenerator<Figure> {
  const few = course(courseOf);
  const states = Array.from({ length: batchOf }, (_, index) => few[index % courseOf]).filter(
    (state) => state !== undefined,
  );
  const recipient = await identityToRecipient(await generateX25519Identity());
  const collectGarbage = garbageCollector();
  const page = Buffer.alloc(pageBytes, 1);
  page.write('%PDF-1.7', 'latin1');
  const used: { readonly heapMb: number; readonly residentMb: number }[] = [];
  const tookMs = await sessionsMs(
    states,
    {
      folder,
      formats: exportFormats,
      protection: { kind: 'age', lock: { kind: 'recipients', recipients: [recipient] } },
    },
    { printPage: async () => page, fontCss: '' },
    (written) => {
      if (written % 100 !== 0) return;
      collectGarbage();
      const { heapUsed, rss } = process.memoryUsage();
      used.push({ heapMb: heapUsed / 2 ** 20, residentMb: rss / 2 ** 20 });
    },
  );
  yield figureBelow('export.batch-of-1000', tookMs, 'ms', null);
  const growth = (of: (one: (typeof used)[number]) => number) => {
    const [first, ...rest] = used.map(of);
    return first === undefined ? null : Math.max(...rest) - first;
  };
  yield figureBelow(
    'export.batch-of-1000.heap-growth',
    growth(({ heapMb }) => heapMb),
    'MiB',
    batchGrowthTargetMb,
  );
  yield figureBelow(
    'export.batch-of-1000.rss-growth',
    growth(({ residentMb }) => residentMb),
    'MiB',
    null,
  );
}
