import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { verifyRecordFile } from '../../electron/records/verify-record.ts';
import { openVault, verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { exportFileNames } from '../../shared/record/export-format.ts';
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
  const state = await sessionIn(ended.vault, ended.passphrase);
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
    exports: ended.exports,
    recordVerified,
    vault: ended.vault,
    asPromised: recordVerified && withNote && isComplete && endedAs(ended.scenario, state, phases.join(' ')),
  };
}

async function sessionIn(folder: string, passphrase: string): Promise<SessionState> {
  const verified = await verifyPassphrase(folder, new TextEncoder().encode(passphrase), { rehearsal: true });
  if (!verified.ok) throw new Error(verified.problem.sentence);
  const opened = openVault(verified.value, randomBytes);
  if (!opened.ok) throw new Error(opened.problem.sentence);
  const vault = opened.value;
  try {
    const sessions = vault.journals().filter((journal) => journal.kind === 'session');
    const [session] = sessions;
    if (session === undefined || sessions.length > 1) throw new Error(`The vault holds ${sessions.length} sessions.`);
    const read = await vault.read(session.journalId);
    if (!read.ok) throw new Error(read.problem.sentence);
    return replay(read.value.entries.map((entry) => sessionEventSchema.parse(JSON.parse(entry))));
  } finally {
    await vault.close();
  }
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
