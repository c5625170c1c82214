import type { AppearanceMode } from '../../shared/bridge/appearance-mode.ts';
import type { CallResults } from '../../shared/bridge/contract.ts';
import type { Outcome } from '../../shared/problem.ts';
import type { CallHandlers } from '../shell/bridge-host.ts';
import type { Desk } from './desk.ts';
import type { Measuring } from './measuring.ts';
import type { MusicRoom } from './music-room.ts';
import type { RecordRoom } from './record-room.ts';

export type CallParts = {
  readonly desk: Desk;
  readonly measuring: Measuring;
  readonly music: MusicRoom;
  readonly records: RecordRoom;
  readonly judgePassphrase: (passphrase: string) => Promise<CallResults['judgePassphrase']>;
  readonly checkMachine: () => Promise<{ onMains: boolean | null; freeDiskMb: number; diskEncrypted: boolean | null }>;
  readonly setAppearance: (mode: AppearanceMode) => void;
  /** Lets the therapist pick; null where they changed their mind. */
  readonly pickFolder: () => Promise<string | null>;
  readonly pickMusicFiles: () => Promise<readonly string[]>;
};

const done: Outcome<null> = { ok: true, value: null };

/** What answers each call of the console window; each hands on to the room it belongs to. */
export function callHandlers(parts: CallParts): CallHandlers {
  const { desk, measuring, music, records } = parts;
  return {
    getPicture: () => desk.picture(),
    getJournal: ({ sessionId }) => desk.journal(sessionId),
    judgePassphrase: ({ passphrase }) => parts.judgePassphrase(passphrase),
    createVault: ({ passphrase, therapist, card }) => desk.createVault(passphrase, therapist, card),
    unlock: ({ passphrase }) => desk.unlock(passphrase),
    lock: () => desk.lock(),
    createPatient: (patient) => desk.createPatient(patient),
    openSession: ({ patientId, lastIntegrationKept }) => desk.openSession(patientId, lastIntegrationKept),
    enterSession: ({ sessionId }) => desk.enterSession(sessionId),
    leaveSession: () => desk.leaveSession(),
    command: ({ sessionId, command, touchAgeMs }) => desk.command(sessionId, command, touchAgeMs),
    saveDraft: ({ sessionId, text }) => desk.saveDraft(sessionId, text),
    bindMonitor: ({ monitorKey, slot }) => measuring.bind(monitorKey, slot),
    beginMeasurement: () => measuring.begin(),
    fetchReading: () => measuring.fetch(),
    cancelMeasurement: () => measuring.cancel(),
    startMonitor: () => measuring.startMonitor(),
    stopMonitor: () => measuring.stopMonitor(),
    takeCandidate: ({ readingId }) => measuring.takeCandidate(readingId),
    declineCandidates: () => measuring.declineCandidates(),
    checkMachine: async ({ screenAtMark, updatesPaused }) => {
      const checked = await parts.checkMachine();
      const reported = await desk.report({ type: 'record-machine', ...checked, screenAtMark, updatesPaused });
      return reported.ok ? done : reported;
    },
    pickMusicFiles: async () => asked(parts.pickMusicFiles),
    importPlaylist: ({ title, paths }) => music.importPlaylist(title, paths),
    chooseMusic: ({ playlistId }) => music.choose(playlistId),
    music: (asking) => music.act(asking),
    sign: ({ sessionId, printedName, credential, meaning }) =>
      records.sign(sessionId, { printedName, credential, meaning }),
    addAddendum: ({ sessionId, text, printedName, credential }) =>
      records.addAddendum(sessionId, { text, printedName, credential }),
    pickFolder: async () => asked(parts.pickFolder),
    exportRecord: ({ sessionId, folder }) => records.exportRecord(sessionId, folder),
    exportAftercare: ({ sessionId, folder }) => records.exportAftercare(sessionId, folder),
    setAppearance: ({ mode }) => {
      parts.setAppearance(mode);
      desk.changed();
      return done;
    },
  };
}

/** A dialog of the system that cannot be shown is no reason to stop: the path can be typed. */
async function asked<Value>(ask: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await ask() };
  } catch {
    return {
      ok: false,
      problem: {
        code: 'no-dialog',
        sentence: 'This system shows no dialog to choose from.',
        remedy: 'Type the path into the field.',
      },
    };
  }
}
