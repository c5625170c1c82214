import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { exportRecord } from '../../electron/records/export-record.ts';
import type { Protection } from '../../electron/records/write-export.ts';
import { exportContent } from '../../shared/record/export-content.ts';
import { exportFormats } from '../../shared/record/export-format.ts';
import { fhirBundle, fhirFileText } from '../../shared/record/fhir/bundle.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord, type SignedRecord } from '../../shared/record/signed-record.ts';
import { replay } from '../../shared/session/evolve.ts';
import { chromiumPrinter } from '../record/chromium-printer.ts';
import { correctionsJournal, hypertensionJournal } from '../record/journal-samples.ts';
import { signBytes, signJournal } from '../record/sign-journal.ts';
import { type Figure, figureBelow, percentile } from './figure.ts';

const bundlesOfEach = 40;
const exportsOfEach = 5;
const oneSessionTargetMs = 3000;
const fhirTargetMs = 100;

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

/** What `npm run bench -- export` measures: one session in every form, with the time its page takes to be printed. */
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
    }
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
  const at = { wallMs: Date.UTC(2026, 10, 23, 17), utcOffsetMinutes: 60 };
  const began = performance.now();
  const exported = await exportRecord(
    record,
    { ...target, at, formats: exportFormats, redaction: nothingRedacted },
    { ...printer, sign: signBytes },
  );
  if (!exported.ok) throw new Error(exported.problem.sentence);
  return performance.now() - began;
}
