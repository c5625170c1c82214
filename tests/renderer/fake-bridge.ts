import { usualConsoleSettings } from '../../shared/bridge/console-settings.ts';
import type { ConsoleBridge, JournalContent, Pushes } from '../../shared/bridge/contract.ts';
import { defaultDisplay } from '../../shared/bridge/display-settings.ts';
import type { Picture } from '../../shared/bridge/picture.ts';
import type { Outcome } from '../../shared/problem.ts';

const refusal = { code: 'not-here', sentence: 'The fake bridge refuses this.', remedy: 'Nothing to do.' };
const refuse = () => Promise.resolve({ ok: false, problem: refusal } as const);

/** A picture with an open vault, standing in this session or at home. */
export function openPicture(activeSessionId: string | null): Picture {
  return {
    version: '0.0.0',
    rehearsal: false,
    card: null,
    appearance: 'dim',
    display: defaultDisplay,
    console: usualConsoleSettings,
    stage: {
      signingProblem: null,
      kind: 'open',
      therapist: { name: 'Ruth Amsel', credential: 'LCSW' },
      patients: [],
      sessions: [],
      receivers: [],
      activeSessionId,
      report: [],
    },
    vault: { backup: null, work: null, lock: null },
    exporting: null,
    chart: null,
    monitors: {
      present: [],
      bound: null,
      activity: 'idle',
      activitySinceWallMs: null,
      problem: null,
      candidates: [],
      candidatesClockDifferenceMs: null,
    },
    music: {
      playlists: [],
      playing: false,
      loadedPlaylistId: null,
      making: null,
      importing: null,
      measuring: { progress: null, left: 0 },
      trackTitle: null,
      nextTitle: null,
      positionMs: 0,
      trackDurationMs: 0,
      volume: 0.5,
      volumeCeiling: 1,
      control: { softer: false, stay: false, grounded: false, undo: null },
      canMoveOn: false,
      leftMs: null,
      problem: null,
    },
    outputs: {
      present: null,
      main: { chosen: null, condition: 'runs' },
      second: null,
      tone: null,
      problem: null,
    },
    saving: { unsaved: 0, problem: null },
    protocolProblem: null,
    protocolTitle: 'A protocol',
  };
}

/** The main process as a window sees it: answers that the test gives, pushes that the test sends. */
export class FakeBridge {
  readonly journalCalls: { readonly sessionId: string; readonly answer: (journal: Outcome<JournalContent>) => void }[] =
    [];
  stoppedMaking = 0;
  readonly commands: Parameters<ConsoleBridge['command']>[0][] = [];
  readonly #picture = new Set<(picture: Picture) => void>();
  readonly #journal = new Set<(journal: Pushes['journal']) => void>();
  readonly #clock = new Set<(clock: Pushes['clock']) => void>();
  readonly #first: Picture;

  constructor(first: Picture) {
    this.#first = first;
  }

  pushPicture(picture: Picture): void {
    for (const listener of this.#picture) listener(picture);
  }

  pushJournal(journal: Pushes['journal']): void {
    for (const listener of this.#journal) listener(journal);
  }

  pushClock(clock: Pushes['clock']): void {
    for (const listener of this.#clock) listener(clock);
  }

  get listeners(): number {
    return this.#picture.size + this.#journal.size + this.#clock.size;
  }

  readonly bridge: ConsoleBridge = {
    getPicture: () => Promise.resolve(this.#first),
    getJournal: ({ sessionId }) =>
      new Promise((answer) => {
        this.journalCalls.push({ sessionId, answer });
      }),
    command: (argument) => {
      this.commands.push(argument);
      return Promise.resolve({ ok: true, value: { sequences: [] } });
    },
    onPicture: (listener) => subscribed(this.#picture, listener),
    onJournal: (listener) => subscribed(this.#journal, listener),
    onClock: (listener) => subscribed(this.#clock, listener),
    judgePassphrase: refuse,
    createVault: refuse,
    unlock: refuse,
    lock: refuse,
    createPatient: refuse,
    openSession: refuse,
    enterSession: refuse,
    leaveSession: refuse,
    saveDraft: refuse,
    bindMonitor: refuse,
    beginMeasurement: refuse,
    fetchReading: refuse,
    cancelMeasurement: refuse,
    startMonitor: refuse,
    stopMonitor: refuse,
    takeCandidate: refuse,
    declineCandidates: refuse,
    checkMachine: refuse,
    pickMusicFiles: refuse,
    importPlaylist: refuse,
    playlistShelf: refuse,
    savePlaylist: refuse,
    removePlaylist: refuse,
    exportPlaylist: refuse,
    pickPlaylistFile: refuse,
    importPlaylistFile: refuse,
    setFavourites: refuse,
    chooseMusic: refuse,
    stopImport: refuse,
    measureMusic: refuse,
    stopMakingMusic: () => {
      this.stoppedMaking += 1;
      return Promise.resolve({ ok: true, value: null });
    },
    music: refuse,
    chooseOutput: refuse,
    setSecondVolume: refuse,
    testOutput: refuse,
    sign: refuse,
    countersign: refuse,
    addAddendum: refuse,
    pickFolder: refuse,
    exportSessions: refuse,
    cancelExport: refuse,
    keepReceiver: refuse,
    exportCourse: refuse,
    recordScore: refuse,
    setChartServer: refuse,
    testChart: refuse,
    sendToChart: refuse,
    sendToChartAgain: refuse,
    withdrawFromChart: refuse,
    exportAftercare: refuse,
    setAppearance: refuse,
    setDisplay: refuse,
    setConsole: refuse,
    getProtocol: refuse,
    startRehearsal: refuse,
    unlockWithRecoveryKey: refuse,
    unlockWithKeystore: refuse,
    keySlots: refuse,
    addKeystoreSlot: refuse,
    addTherapist: refuse,
    changePassphrase: refuse,
    removeKeySlot: refuse,
    makeRecoveryKey: refuse,
    rotateVaultKey: refuse,
    setBackupPlan: refuse,
    backUpNow: refuse,
    listBackups: refuse,
    previewBackup: refuse,
    restoreBackup: refuse,
    importSessions: refuse,
    shredSession: refuse,
    checkVault: refuse,
    stopVaultWork: refuse,
    auditLog: refuse,
    exportAuditLog: refuse,
    searchNotes: refuse,
    setLock: refuse,
    copyInEmergency: refuse,
  };
}

function subscribed<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
