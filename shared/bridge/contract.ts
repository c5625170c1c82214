import * as z from 'zod';
import { receiverSchema } from '../course/clinic-entry.ts';
import { lockSettingsSchema } from '../course/lock-settings.ts';
import { questionnaireScoreSchema } from '../course/questionnaire.ts';
import { outputRoles } from '../music/outputs.ts';
import { sectionsSchema, titleLine } from '../music/playlist-schema.ts';
import type { Outcome, Problem } from '../problem.ts';
import type { Protocol } from '../protocol/schema.ts';
import { therapistCommandSchema } from '../session/command.ts';
import type { SessionEvent } from '../session/event.ts';
import type { ClockReading } from '../session/moment.ts';
import { appearanceModes } from './appearance-mode.ts';
import { type ChartTestPicture, chartServerInputSchema } from './chart-picture.ts';
import { consoleSettingsSchema } from './console-settings.ts';
import { dimmerLimits, textLimits } from './display-settings.ts';
import { type DraftPlace, draftPlaceSchema } from './draft-place.ts';
import { courseExportSchema, exportChoiceSchema } from './export-choice.ts';
import type { Picture } from './picture.ts';
import type { PlaylistImportPicture, ShelfPicture } from './playlist-shelf.ts';
import type {
  AuditLine,
  BackupListing,
  BackupPreviewPicture,
  EmergencyCopyPicture,
  FoundNotePicture,
  ImportPicture,
  KeySlotPicture,
  RecoverySheetPicture,
  VaultCheckPicture,
} from './vault-picture.ts';

const id = z.string().min(1).max(80);
const line = z.string().trim().min(1).max(400);
const optionalLine = z.string().trim().max(400);
const passphrase = z.string().min(1).max(1024);
const folder = z.string().min(1).max(4096);
const backupPlanSchema = z.strictObject({
  folder,
  keep: z.int().min(1).max(100),
  afterEachSession: z.boolean(),
  sameDiskAccepted: z.boolean(),
});

/** The clinic card's schema; it is the one thing that is kept in clear. */
export const clinicCardSchema = z.strictObject({
  clinicName: optionalLine,
  emergencyNumber: line.max(40),
  address: optionalLine,
  doorCode: z.string().trim().max(40),
});
export const therapistSettingsSchema = z.strictObject({ name: line, credential: z.string().trim().max(120) });

/** Every call that the console window can make, with the schema of its one argument. */
export const callSchemas = {
  getPicture: z.strictObject({}),
  getJournal: z.strictObject({ sessionId: id }),
  judgePassphrase: z.strictObject({ passphrase: z.string().max(1024) }),
  createVault: z.strictObject({ passphrase, therapist: therapistSettingsSchema, card: clinicCardSchema }),
  unlock: z.strictObject({ passphrase }),
  lock: z.strictObject({}),
  createPatient: z.strictObject({
    name: line,
    dateOfBirth: z.iso.date(),
    phone: z.string().trim().max(60),
    allergies: z.string().trim().max(2000),
    emergencyContact: optionalLine,
  }),
  openSession: z.strictObject({ patientId: id, lastIntegrationKept: z.boolean().nullable() }),
  /** Goes (back) into a session: a running one, or a signed one to read, add to or export. */
  enterSession: z.strictObject({ sessionId: id }),
  leaveSession: z.strictObject({}),
  /** `touchAgeMs`: how long before the call the finger went down; the main process's clock subtracts it. */
  command: z.strictObject({
    sessionId: id,
    command: therapistCommandSchema,
    touchAgeMs: z.number().min(0).max(60_000),
  }),
  saveDraft: z.strictObject({ sessionId: id, text: z.string().max(20_000), place: draftPlaceSchema.nullable() }),
  bindMonitor: z.strictObject({ monitorKey: z.string().max(400), slot: z.enum(['A', 'B']).nullable() }),
  /** Remembers what the monitor holds, then waits for the patient's measurement. */
  beginMeasurement: z.strictObject({}),
  /** Reads the monitor again and records what is new. */
  fetchReading: z.strictObject({}),
  cancelMeasurement: z.strictObject({}),
  /** Starts the monitor that is listened to; once for each measurement, however often it is called. */
  startMonitor: z.strictObject({}),
  stopMonitor: z.strictObject({}),
  /** Says which of the readings in doubt is this measurement; the others are set aside. */
  takeCandidate: z.strictObject({ readingId: id }),
  /** None of the readings in doubt is this measurement. */
  declineCandidates: z.strictObject({}),
  checkMachine: z.strictObject({ screenAtMark: z.boolean(), updatesPaused: z.boolean() }),
  /** Lets the therapist pick audio files; resolves to their paths, none if they changed their mind. */
  pickMusicFiles: z.strictObject({}),
  importPlaylist: z.strictObject({ title: line, paths: z.array(z.string().min(1).max(4096)).min(1).max(500) }),
  /** All that playlists are made of: tracks, playlists, how long the music must last. */
  playlistShelf: z.strictObject({}),
  /** Keeps a playlist whole; without an id as a new one. */
  savePlaylist: z.strictObject({ playlistId: id.nullable(), title: titleLine, sections: sectionsSchema }),
  removePlaylist: z.strictObject({ playlistId: id }),
  /** Writes a playlist as one file into the folder, never over a file that is there. */
  exportPlaylist: z.strictObject({ playlistId: id, folder }),
  /** Lets the therapist pick a playlist's file; null if they changed their mind. */
  pickPlaylistFile: z.strictObject({}),
  importPlaylistFile: z.strictObject({ path: z.string().min(1).max(4096) }),
  /** Sets which playlists a patient likes; kept in the vault. */
  setFavourites: z.strictObject({ patientId: id, playlistIds: z.array(id).max(100) }),
  /** Checks the playlist (each file there, decodes, long enough in all) and records the choice with what was found. */
  chooseMusic: z.strictObject({ playlistId: id, afterEnd: z.enum(['again', 'ground']).optional() }),
  /** Stops making the built-in set; the choice that waits for it is answered with a Problem. */
  stopMakingMusic: z.strictObject({}),
  /** Stops bringing files into the library; the import is answered with a Problem. */
  stopImport: z.strictObject({}),
  /** Measures the tracks that nobody measured yet, or stops that. */
  measureMusic: z.strictObject({ on: z.boolean() }),
  music: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('play') }),
    z.strictObject({ action: z.literal('pause') }),
    z.strictObject({ action: z.literal('skip') }),
    z.strictObject({
      action: z.enum(['softer', 'hush', 'continue', 'stay', 'move-on', 'ground', 'undo']),
    }),
    z.strictObject({ action: z.literal('volume'), volume: z.number().min(0).max(1) }),
  ]),
  /** Leads the music to an output; null is the system's own, or no second one. */
  chooseOutput: z.strictObject({ role: z.enum(outputRoles), outputId: z.string().min(1).max(200).nullable() }),
  setSecondVolume: z.strictObject({ volume: z.number().min(0).max(1) }),
  /** Plays a soft tone at an output; the picture tells how loud it is there. */
  testOutput: z.strictObject({ role: z.enum(outputRoles) }),
  sign: z.strictObject({
    sessionId: id,
    printedName: line,
    credential: z.string().trim().max(120),
    meaning: z.enum(['author', 'reviewer', 'supervisor']),
  }),
  /** A second signer signs under a record that is signed already. */
  countersign: z.strictObject({
    sessionId: id,
    printedName: z.string().min(1).max(120),
    credential: z.string().max(120),
    meaning: z.enum(['reviewer', 'supervisor']),
  }),
  addAddendum: z.strictObject({
    sessionId: id,
    text: z.string().trim().min(1).max(20_000),
    printedName: line,
    credential: z.string().trim().max(120),
  }),
  pickFolder: z.strictObject({}),
  /** Writes records or process notes into a new folder or container inside the folder given; never over what is there. */
  exportSessions: exportChoiceSchema,
  /** Writes the report of one course, on a page. */
  exportCourse: courseExportSchema,
  /** Records the total of a questionnaire that the patient answered. */
  recordScore: z.strictObject({ courseId: id, score: questionnaireScoreSchema }),
  /** Ends the export that is being written; nothing of it stays. */
  cancelExport: z.strictObject({}),
  /** Remembers whom exports are locked for. */
  keepReceiver: receiverSchema,
  /** Sets the FHIR server that signed records are sent to. Null: none, and nothing waits any more. */
  setChartServer: z.strictObject({ server: chartServerInputSchema.nullable() }),
  /** Asks the server what it is, and whether it lets us in. */
  testChart: z.strictObject({}),
  /** Sends the signed records of these sessions as soon as no patient is in a session. */
  sendToChart: z.strictObject({ sessionIds: z.array(id).min(1).max(2000) }),
  /** Tries now what waits, or what was refused. */
  sendToChartAgain: z.strictObject({ sendId: id }),
  /** Takes back what is not sent yet. */
  withdrawFromChart: z.strictObject({ sendId: id }),
  /** Writes the aftercare sheet as a PDF into the folder. */
  exportAftercare: z.strictObject({ sessionId: id, folder: z.string().min(1).max(4096) }),
  setAppearance: z.strictObject({ mode: z.enum(appearanceModes) }),
  setDisplay: z.strictObject({
    dimmerPercent: z.int().min(dimmerLimits.least).max(dimmerLimits.most),
    hand: z.enum(['right', 'left']),
    textPercent: z.int().min(textLimits.least).max(textLimits.most),
  }),
  setConsole: z.strictObject({ settings: consoleSettingsSchema }),
  /** The protocol that the next session begins with. */
  getProtocol: z.strictObject({}),
  /** Ends this program and starts it again as a rehearsal; refused while a session is not signed. */
  startRehearsal: z.strictObject({}),
  /** `recoveryKey`: as it stands on the printed sheet, in any form. */
  unlockWithRecoveryKey: z.strictObject({ recoveryKey: passphrase }),
  unlockWithKeystore: z.strictObject({}),
  keySlots: z.strictObject({}),
  /** Lets this machine's keystore open the vault without anything being typed. */
  addKeystoreSlot: z.strictObject({ current: passphrase }),
  /** `current` proves who asks: their own passphrase, or a recovery key. */
  addTherapist: z.strictObject({ current: passphrase, passphrase, therapist: therapistSettingsSchema }),
  changePassphrase: z.strictObject({ slotId: id, current: passphrase, passphrase }),
  removeKeySlot: z.strictObject({ slotId: id, current: passphrase }),
  /** The answer is the only time that the key is seen. */
  makeRecoveryKey: z.strictObject({ current: passphrase }),
  rotateVaultKey: z.strictObject({ current: passphrase }),
  /** Null: no backups any more. */
  setBackupPlan: z.strictObject({ plan: backupPlanSchema.nullable() }),
  backUpNow: z.strictObject({}),
  listBackups: z.strictObject({ folder }),
  previewBackup: z.strictObject({ backup: folder, typed: passphrase }),
  /** Restores into an absent or empty folder; never over anything. */
  restoreBackup: z.strictObject({ backup: folder, into: folder, typed: passphrase, evenDamaged: z.boolean() }),
  /** Takes the sessions of another vault or backup over; that one is only read. */
  importSessions: z.strictObject({ folder, typed: passphrase }),
  /** Destroys a signed session for good. */
  shredSession: z.strictObject({ sessionId: id, reason: line }),
  checkVault: z.strictObject({}),
  /** Stops a backup, check, restore, import or change of the vault's key that is under way. */
  stopVaultWork: z.strictObject({}),
  auditLog: z.strictObject({}),
  exportAuditLog: z.strictObject({ folder }),
  searchNotes: z.strictObject({ query: z.string().max(200) }),
  setLock: z.strictObject({ lock: lockSettingsSchema }),
  /** Copies the running session, sealed, to another disk. Null: the folder for backups, or one that is asked for. */
  copyInEmergency: z.strictObject({ folder: folder.nullable() }),
} as const;

export type CallName = keyof typeof callSchemas;
export type CallArgument<Name extends CallName> = z.input<(typeof callSchemas)[Name]>;

export type JournalContent = {
  readonly events: readonly SessionEvent[];
  /** Every event up to this sequence is on disk twice. */
  readonly durableThrough: number;
  /** A text note that was being written and is not filed yet. */
  readonly draft: string;
  /** What the draft belongs to; null where there is none, or where an older version kept it. */
  readonly draftPlace: DraftPlace | null;
};

/** An export that is written. */
export type ExportResult = {
  /** The container, or the plain files. */
  readonly files: readonly string[];
  /** SHA-256 of the container; null for plain files, which their own list names. */
  readonly sha256: string | null;
  readonly leftOut: readonly string[];
  /** What else went wrong although the export is whole. */
  readonly remark: Problem | null;
};

/** What each call answers. A `Problem` has a sentence and a remedy to show. */
export type CallResults = {
  getPicture: Picture;
  getJournal: Outcome<JournalContent>;
  judgePassphrase: Outcome<{
    readonly score: number;
    readonly acceptable: boolean;
    readonly warning: string;
    readonly suggestions: readonly string[];
  }>;
  createVault: Outcome<null>;
  unlock: Outcome<null>;
  lock: Outcome<null>;
  createPatient: Outcome<{ readonly patientId: string }>;
  openSession: Outcome<{ readonly sessionId: string }>;
  enterSession: Outcome<null>;
  leaveSession: Outcome<null>;
  /** Accepted: the new events' sequences. A refusal is a Problem and nothing has changed. */
  command: Outcome<{ readonly sequences: readonly number[] }>;
  saveDraft: Outcome<null>;
  bindMonitor: Outcome<null>;
  beginMeasurement: Outcome<null>;
  fetchReading: Outcome<null>;
  cancelMeasurement: Outcome<null>;
  startMonitor: Outcome<null>;
  stopMonitor: Outcome<null>;
  takeCandidate: Outcome<null>;
  declineCandidates: Outcome<null>;
  checkMachine: Outcome<null>;
  pickMusicFiles: Outcome<readonly string[]>;
  /** The new playlist, and a Problem for each file that was left out. */
  importPlaylist: Outcome<{ readonly playlistId: string; readonly leftOut: readonly Problem[] }>;
  playlistShelf: Outcome<ShelfPicture>;
  savePlaylist: Outcome<{ readonly playlistId: string }>;
  removePlaylist: Outcome<null>;
  /** The file's name. */
  exportPlaylist: Outcome<{ readonly file: string }>;
  pickPlaylistFile: Outcome<string | null>;
  importPlaylistFile: Outcome<PlaylistImportPicture>;
  setFavourites: Outcome<null>;
  chooseMusic: Outcome<{ readonly problems: readonly string[] }>;
  stopMakingMusic: Outcome<null>;
  stopImport: Outcome<null>;
  measureMusic: Outcome<null>;
  music: Outcome<null>;
  chooseOutput: Outcome<null>;
  setSecondVolume: Outcome<null>;
  testOutput: Outcome<null>;
  sign: Outcome<null>;
  countersign: Outcome<null>;
  addAddendum: Outcome<null>;
  pickFolder: Outcome<string | null>;
  exportSessions: Outcome<ExportResult>;
  exportCourse: Outcome<ExportResult>;
  recordScore: Outcome<null>;
  cancelExport: Outcome<null>;
  keepReceiver: Outcome<null>;
  setChartServer: Outcome<null>;
  testChart: Outcome<ChartTestPicture>;
  sendToChart: Outcome<null>;
  sendToChartAgain: Outcome<null>;
  withdrawFromChart: Outcome<null>;
  exportAftercare: Outcome<{ readonly file: string }>;
  setAppearance: Outcome<null>;
  setDisplay: Outcome<null>;
  setConsole: Outcome<null>;
  getProtocol: Outcome<Protocol>;
  startRehearsal: Outcome<null>;
  unlockWithRecoveryKey: Outcome<null>;
  unlockWithKeystore: Outcome<null>;
  keySlots: Outcome<readonly KeySlotPicture[]>;
  addKeystoreSlot: Outcome<null>;
  addTherapist: Outcome<null>;
  changePassphrase: Outcome<null>;
  removeKeySlot: Outcome<null>;
  makeRecoveryKey: Outcome<RecoverySheetPicture>;
  rotateVaultKey: Outcome<null>;
  setBackupPlan: Outcome<null>;
  backUpNow: Outcome<null>;
  listBackups: Outcome<readonly BackupListing[]>;
  previewBackup: Outcome<BackupPreviewPicture>;
  restoreBackup: Outcome<VaultCheckPicture>;
  importSessions: Outcome<ImportPicture>;
  /** Where backups still hold it. */
  shredSession: Outcome<{ readonly stillHeldBy: readonly string[] }>;
  checkVault: Outcome<VaultCheckPicture>;
  stopVaultWork: Outcome<null>;
  /** Newest first. */
  auditLog: Outcome<readonly AuditLine[]>;
  exportAuditLog: Outcome<{ readonly file: string }>;
  searchNotes: Outcome<readonly FoundNotePicture[]>;
  setLock: Outcome<null>;
  /** Null where no folder was chosen. */
  copyInEmergency: Outcome<EmergencyCopyPicture | null>;
};

/** What the main process tells the console window without being asked. */
export type Pushes = {
  picture: Picture;
  /** New events of the active session, and how far the journal is on disk. */
  journal: { readonly sessionId: string; readonly events: readonly SessionEvent[]; readonly durableThrough: number };
  /** The clock now, and how fast it runs: 1, or a rehearsal's speed, or 0 while a rehearsal's clock stands. */
  clock: { readonly reading: ClockReading; readonly elapsedMs: number | null; readonly rate: number };
};
export type PushName = keyof Pushes;

/** The console window's end of the bridge, as the preload exposes it under `window.vigil`: frozen, named functions only. */
export type ConsoleBridge = {
  readonly [Name in CallName]: (argument: CallArgument<Name>) => Promise<CallResults[Name]>;
} & {
  readonly onPicture: (listener: (picture: Pushes['picture']) => void) => () => void;
  readonly onJournal: (listener: (journal: Pushes['journal']) => void) => () => void;
  readonly onClock: (listener: (clock: Pushes['clock']) => void) => () => void;
};
