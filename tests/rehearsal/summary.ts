import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exportRecord } from '../../electron/records/export-record.ts';
import { verifyRecordFile } from '../../electron/records/verify-record.ts';
import { openVault, verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { exportFileNames, exportFormats } from '../../shared/record/export-format.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { sessionEventSchema } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import type { SessionState } from '../../shared/session/state.ts';
import type { EndedRehearsal } from './rehearsal.ts';

/** The forms of text that every note of the record has to stand in; of the printed one the rehearsals' check reads the text. */
const formsWithNotes: readonly string[] = [
  exportFileNames.markdown,
  exportFileNames.json,
  exportFileNames.fhir,
  exportFileNames['timeline-csv'],
];

export type Summary = {
  readonly scenario: string;
  readonly phases: readonly string[];
  readonly events: number;
  readonly readings: number;
  readonly simulatedMinutes: number;
  readonly screenshots: readonly string[];
  readonly exports: readonly string[];
  readonly recordVerified: boolean;
  readonly vault: string;
  /** Whether the session ended as the scenario says. */
  readonly asPromised: boolean;
};

/** What the rehearsal left, read again from the closed vault and the exported files. */
export async function summarise(ended: EndedRehearsal): Promise<Summary> {
  const { state, locked } = await withVault(ended.vault, ended.passphrase, async (vault) => {
    const session = await sessionIn(vault);
    return { state: session, locked: await lockedExport(session, vault, ended) };
  });
  const json = ended.exports.find((path) => basename(path) === exportFileNames.json);
  const verdict = json === undefined ? null : verifyRecordFile(json);
  const recordVerified = verdict?.kind === 'whole';
  const phases = state.phaseSpans.map((span) => span.phase);
  const names = ended.exports.map((path) => basename(path));
  const isComplete = Object.values(exportFileNames).every((name) => names.includes(name));
  const withNote = ended.exports
    .filter((path) => formsWithNotes.includes(basename(path)))
    .every((path) => readFileSync(path, 'utf8').includes(ended.note));
  return {
    scenario: ended.scenario,
    phases,
    events: state.events.length,
    readings: state.readings.length,
    simulatedMinutes: Math.round((state.lastMoment?.elapsedMs ?? 0) / 60_000),
    screenshots: ended.screenshots,
    exports: [...flat(ended), locked],
    recordVerified,
    vault: ended.vault,
    asPromised: recordVerified && withNote && isComplete && endedAs(ended.scenario, state, phases.join(' ')),
  };
}

/** The plain files directly in the folder of exports, where a person looks for them first. */
function flat(ended: EndedRehearsal): string[] {
  const places = ended.exports.map((path) => {
    const place = join(ended.out, 'exports', basename(path));
    renameSync(path, place);
    return place;
  });
  for (const folder of new Set(ended.exports.map((path) => dirname(path)))) rmdirSync(folder);
  return places;
}

type Vault = Extract<ReturnType<typeof openVault>, { ok: true }>['value'];

/** Opens the closed vault, as long as `use` takes. */
async function withVault<Value>(
  folder: string,
  passphrase: string,
  use: (vault: Vault) => Promise<Value>,
): Promise<Value> {
  const verified = await verifyPassphrase(folder, new TextEncoder().encode(passphrase), { rehearsal: true });
  if (!verified.ok) throw new Error(verified.problem.sentence);
  const opened = openVault(verified.value, randomBytes);
  if (!opened.ok) throw new Error(opened.problem.sentence);
  try {
    return await use(opened.value);
  } finally {
    await opened.value.close();
  }
}

async function sessionIn(vault: Vault): Promise<SessionState> {
  const sessions = vault.journals().filter((journal) => journal.kind === 'session');
  const [session] = sessions;
  if (session === undefined || sessions.length > 1) throw new Error(`The vault holds ${sessions.length} sessions.`);
  const read = await vault.read(session.journalId);
  if (!read.ok) throw new Error(read.problem.sentence);
  return replay(read.value.entries.map((entry) => sessionEventSchema.parse(JSON.parse(entry))));
}

/**
 * The same export locked with the rehearsal's passphrase, beside the plain one; the printed page is the one that the
 * windows made.
 */
async function lockedExport(state: SessionState, vault: Vault, ended: EndedRehearsal): Promise<string> {
  const pdf = ended.exports.find((path) => basename(path) === exportFileNames.pdf) ?? '';
  const { lastMoment } = state;
  if (lastMoment === null) throw new Error('The session has no moment.');
  const exported = await exportRecord(
    buildSignedRecord(state),
    {
      folder: join(ended.out, 'exports'),
      formats: exportFormats,
      redaction: nothingRedacted,
      protection: {
        kind: 'age',
        lock: { kind: 'passphrase', passphrase: new TextEncoder().encode(ended.passphrase) },
      },
      at: lastMoment,
    },
    {
      printPage: async () => readFileSync(pdf),
      fontCss: '',
      sign: async (bytesHex) => vault.sign(Buffer.from(bytesHex, 'hex')),
    },
  );
  if (!exported.ok) throw new Error(exported.problem.sentence);
  return exported.value.path;
}

const dosed = 'precheck dosing absorption journey recovery departed signed';

function endedAs(scenario: EndedRehearsal['scenario'], state: SessionState, phases: string): boolean {
  const steady = state.gaitChecks.map((check) => check.body.steady);
  switch (scenario) {
    case 'calm':
      return phases === dosed;
    case 'hypertension':
      return phases === dosed && state.blocks.length === 2;
    case 'declined':
      return phases === 'precheck declined signed' && state.doses.length === 0 && state.blocks.length === 3;
    case 'unsteady':
      return phases === dosed && steady[0] === false && steady.at(-1) === true;
    case 'crash':
      return phases === dosed && state.resumedAt.length === 1;
    case 'booster':
      return phases === dosed && state.doses.length === 2;
  }
}
