import type { CallName } from './contract.ts';

const table: Record<CallName, true> = {
  getPicture: true,
  getJournal: true,
  judgePassphrase: true,
  createVault: true,
  unlock: true,
  lock: true,
  createPatient: true,
  openSession: true,
  enterSession: true,
  leaveSession: true,
  command: true,
  saveDraft: true,
  bindMonitor: true,
  beginMeasurement: true,
  fetchReading: true,
  cancelMeasurement: true,
  startMonitor: true,
  stopMonitor: true,
  takeCandidate: true,
  declineCandidates: true,
  checkMachine: true,
  pickMusicFiles: true,
  importPlaylist: true,
  chooseMusic: true,
  music: true,
  sign: true,
  addAddendum: true,
  pickFolder: true,
  exportRecord: true,
  exportAftercare: true,
  setAppearance: true,
};

/** The names of all calls, without their schemas: the preload needs no more and so carries no parser. */
export const callNames = Object.keys(table) as readonly CallName[];
