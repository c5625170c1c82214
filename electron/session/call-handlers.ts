import type { AppearanceMode } from '../../shared/bridge/appearance-mode.ts';
import type { ConsoleSettings } from '../../shared/bridge/console-settings.ts';
import type { CallResults } from '../../shared/bridge/contract.ts';
import type { DisplaySettings } from '../../shared/bridge/display-settings.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { CallHandlers } from '../shell/bridge-host.ts';
import { passphraseBytes } from '../vault/key-derivation.ts';
import type { ChartRoom } from './chart-room.ts';
import type { Desk } from './desk.ts';
import type { ExportRoom } from './export-room.ts';
import type { Measuring } from './measuring.ts';
import type { MusicRoom } from './music-room.ts';
import type { OutputRoom } from './output-room.ts';
import type { PlaylistRoom } from './playlist-room.ts';
import type { RecordRoom } from './record-room.ts';
import type { VaultRoom } from './vault-room.ts';

export type CallParts = {
  readonly desk: Desk;
  readonly measuring: Measuring;
  readonly music: MusicRoom;
  readonly outputs: OutputRoom;
  readonly exports: ExportRoom;
  readonly chart: ChartRoom;
  readonly playlists: PlaylistRoom;
  readonly records: RecordRoom;
  readonly vault: VaultRoom;
  readonly judgePassphrase: (passphrase: Uint8Array) => Promise<CallResults['judgePassphrase']>;
  readonly checkMachine: () => Promise<{ onMains: boolean | null; freeDiskMb: number; diskEncrypted: boolean | null }>;
  readonly setAppearance: (mode: AppearanceMode) => void;
  readonly setDisplay: (display: DisplaySettings) => void;
  readonly setConsole: (settings: ConsoleSettings) => void;
  /** Ends the program and starts it again as a rehearsal. */
  readonly startRehearsal: () => void;
  /** Lets the therapist pick; null where they changed their mind. */
  readonly pickFolder: () => Promise<string | null>;
  readonly pickMusicFiles: () => Promise<readonly string[]>;
  /** Lets the therapist pick a playlist's file; null where they changed their mind. */
  readonly pickPlaylistFile: () => Promise<string | null>;
};

const sessionRuns: Problem = {
  code: 'session-runs',
  sentence: 'A session is not signed yet, and Vigil stays with it.',
  remedy: 'Sign the session first, then start the rehearsal.',
};

const done: Outcome<null> = { ok: true, value: null };

/** What answers each call of the console window; each hands on to the room it belongs to. */
export function callHandlers(parts: CallParts): CallHandlers {
  const { desk, measuring, music, outputs, playlists, records, exports, chart } = parts;
  return {
    getPicture: () => desk.picture(),
    getJournal: ({ sessionId }) => desk.journal(sessionId),
    judgePassphrase: ({ passphrase }) => withBytes(passphrase, parts.judgePassphrase),
    createVault: ({ passphrase, therapist, card }) =>
      withBytes(passphrase, (bytes) => desk.createVault(bytes, therapist, card)),
    unlock: ({ passphrase }) => withBytes(passphrase, (bytes) => desk.unlock(bytes)),
    lock: () => desk.lock(),
    createPatient: (patient) => desk.createPatient(patient),
    openSession: ({ patientId, lastIntegrationKept }) => desk.openSession(patientId, lastIntegrationKept),
    enterSession: ({ sessionId }) => desk.enterSession(sessionId),
    leaveSession: () => {
      // At home there is no button that stops a monitor.
      const problem = measuring.underWay();
      return problem === null ? desk.leaveSession() : { ok: false, problem };
    },
    command: ({ sessionId, command, touchAgeMs }) => desk.command(sessionId, command, touchAgeMs),
    saveDraft: ({ sessionId, text, place }) => desk.saveDraft(sessionId, text, place),
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
    playlistShelf: () => playlists.shelf(),
    savePlaylist: (draft) => playlists.save(draft),
    removePlaylist: ({ playlistId }) => playlists.remove(playlistId),
    exportPlaylist: ({ playlistId, folder }) => playlists.exportPlaylist(playlistId, folder),
    pickPlaylistFile: async () => asked(parts.pickPlaylistFile),
    importPlaylistFile: ({ path }) => playlists.importPlaylist(path),
    setFavourites: ({ patientId, playlistIds }) => desk.setFavourites(patientId, playlistIds),
    chooseMusic: ({ playlistId, afterEnd }) => music.choose(playlistId, afterEnd),
    stopMakingMusic: () => music.stopMaking(),
    stopImport: () => music.stopImport(),
    measureMusic: ({ on }) => music.measure(on),
    music: (asking) => music.act(asking),
    chooseOutput: ({ role, outputId }) => outputs.choose(role, outputId),
    setSecondVolume: ({ volume }) => outputs.setSecondVolume(volume),
    testOutput: ({ role }) => outputs.test(role),
    sign: ({ sessionId, printedName, credential, meaning }) =>
      records.sign(sessionId, { printedName, credential, meaning }),
    countersign: ({ sessionId, printedName, credential, meaning }) =>
      records.countersign(sessionId, { printedName, credential, meaning }),
    addAddendum: ({ sessionId, text, printedName, credential }) =>
      records.addAddendum(sessionId, { text, printedName, credential }),
    pickFolder: async () => asked(parts.pickFolder),
    exportSessions: (choice) => exports.exportSessions(choice),
    exportCourse: (choice) => exports.exportCourse(choice),
    recordScore: ({ courseId, score }) => desk.recordScore(courseId, score),
    cancelExport: () => exports.cancel(),
    keepReceiver: (receiver) => exports.keepReceiver(receiver),
    setChartServer: ({ server }) => chart.setServer(server),
    testChart: () => chart.test(),
    sendToChart: ({ sessionIds }) => chart.send(sessionIds),
    sendToChartAgain: ({ sendId }) => chart.sendAgain(sendId),
    withdrawFromChart: ({ sendId }) => chart.withdraw(sendId),
    exportAftercare: ({ sessionId, folder }) => records.exportAftercare(sessionId, folder),
    unlockWithKeystore: () => desk.unlockWithKeystore(),
    unlockWithRecoveryKey: ({ recoveryKey }) => withBytes(recoveryKey, (bytes) => desk.unlockWithRecoveryKey(bytes)),
    ...vaultHandlers(parts.vault),
    setAppearance: ({ mode }) => {
      parts.setAppearance(mode);
      desk.changed();
      return done;
    },
    setDisplay: (display) => {
      parts.setDisplay(display);
      desk.changed();
      return done;
    },
    getProtocol: () => ({ ok: true, value: desk.protocol }),
    startRehearsal: () => {
      if (desk.running !== null) return { ok: false, problem: sessionRuns };
      parts.startRehearsal();
      return done;
    },
    setConsole: ({ settings }) => {
      parts.setConsole(settings);
      desk.changed();
      return done;
    },
  };
}

type VaultCalls =
  | 'keySlots'
  | 'addTherapist'
  | 'addKeystoreSlot'
  | 'changePassphrase'
  | 'removeKeySlot'
  | 'makeRecoveryKey'
  | 'rotateVaultKey'
  | 'setBackupPlan'
  | 'backUpNow'
  | 'listBackups'
  | 'previewBackup'
  | 'restoreBackup'
  | 'importSessions'
  | 'shredSession'
  | 'checkVault'
  | 'stopVaultWork'
  | 'auditLog'
  | 'exportAuditLog'
  | 'searchNotes'
  | 'setLock'
  | 'copyInEmergency';

function vaultHandlers(vault: VaultRoom): Pick<CallHandlers, VaultCalls> {
  return {
    keySlots: () => vault.keySlots(),
    addKeystoreSlot: ({ current }) => withBytes(current, (proof) => vault.addKeystoreSlot(proof)),
    addTherapist: ({ current, passphrase, therapist }) =>
      withBytes(current, (proof) => withBytes(passphrase, (bytes) => vault.addTherapist(proof, bytes, therapist))),
    changePassphrase: ({ slotId, current, passphrase }) =>
      withBytes(current, (proof) => withBytes(passphrase, (bytes) => vault.changePassphrase(slotId, proof, bytes))),
    removeKeySlot: ({ slotId, current }) => withBytes(current, (proof) => vault.removeKeySlot(slotId, proof)),
    makeRecoveryKey: ({ current }) => withBytes(current, (proof) => vault.makeRecoveryKey(proof)),
    rotateVaultKey: ({ current }) => withBytes(current, (proof) => vault.rotateVaultKey(proof)),
    setBackupPlan: ({ plan }) => vault.setBackupPlan(plan),
    backUpNow: () => vault.backUpNow(),
    listBackups: ({ folder }) => vault.listBackups(folder),
    previewBackup: ({ backup, typed }) => withBytes(typed, (bytes) => vault.previewBackup(backup, bytes)),
    restoreBackup: ({ typed, ...wanted }) =>
      withBytes(typed, (bytes) => vault.restoreBackup({ ...wanted, typed: bytes })),
    importSessions: ({ folder, typed }) => withBytes(typed, (bytes) => vault.importSessions(folder, bytes)),
    shredSession: ({ sessionId, reason }) => vault.shredSession(sessionId, reason),
    checkVault: () => vault.checkVault(),
    stopVaultWork: () => vault.stop(),
    auditLog: () => vault.auditLog(),
    exportAuditLog: ({ folder }) => vault.exportAuditLog(folder),
    searchNotes: ({ query }) => vault.search(query),
    setLock: ({ lock }) => vault.setLock(lock),
    copyInEmergency: ({ folder }) => vault.copyInEmergency(folder),
  };
}

/** What was typed as bytes, which are zeroed after use; the string itself is dropped here and cannot be zeroed. */
async function withBytes<Value>(typed: string, work: (bytes: Uint8Array) => Promise<Value>): Promise<Value> {
  const bytes = passphraseBytes(typed);
  try {
    return await work(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** A dialog of the system that cannot be shown is no reason to stop: the path can be typed. */
export async function asked<Value>(ask: () => Promise<Value>): Promise<Outcome<Value>> {
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
