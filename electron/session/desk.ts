import type { AuditAction, AuditEntry } from '../../shared/audit/audit-entry.ts';
import type { AppearanceMode } from '../../shared/bridge/appearance-mode.ts';
import type { ConsoleSettings } from '../../shared/bridge/console-settings.ts';
import type { JournalContent } from '../../shared/bridge/contract.ts';
import type { DisplaySettings } from '../../shared/bridge/display-settings.ts';
import type { DraftPlace } from '../../shared/bridge/draft-place.ts';
import type { OutputsPicture } from '../../shared/bridge/outputs-picture.ts';
import type {
  ClinicCard,
  MonitorsPicture,
  MusicPicture,
  Picture,
  TherapistSettings,
} from '../../shared/bridge/picture.ts';
import type { VaultPicture } from '../../shared/bridge/vault-picture.ts';
import type { ChartEntry } from '../../shared/chart/chart-entry.ts';
import type { ChartState } from '../../shared/chart/chart-state.ts';
import {
  courseScores,
  courseSessions,
  patientSummaries,
  runningSession,
  sessionSummaries,
} from '../../shared/course/clinic.ts';
import type { Receiver } from '../../shared/course/clinic-entry.ts';
import { clinicEntrySchema } from '../../shared/course/clinic-entry.ts';
import { lastDoseMg, nextSession } from '../../shared/course/course.ts';
import { entriesToJoin } from '../../shared/course/join-clinics.ts';
import type { LockSettings } from '../../shared/course/lock-settings.ts';
import type { QuestionnaireScore } from '../../shared/course/questionnaire.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Protocol } from '../../shared/protocol/schema.ts';
import { canonicalSha256 } from '../../shared/record/canonical-json.ts';
import type { Command, TherapistCommand } from '../../shared/session/command.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import type { SessionState } from '../../shared/session/state.ts';
import { vaultProblems } from '../vault/problems.ts';
import { AuditLog } from './audit-log.ts';
import { ClinicJournal } from './clinic-journal.ts';
import type { Clock } from './clock.ts';
import type { OpenVault } from './open-vault.ts';
import { type RoomParts, SessionRoom } from './session-room.ts';

/** The vault as the desk uses it: a folder that is empty, locked or open. */
export type VaultDoor = OpenVault & {
  readonly inspect: () => Promise<Outcome<'empty' | 'vault'>>;
  /** Makes the vault and leaves it open. `ownWords` are names that a thief would try first. */
  readonly create: (passphrase: Uint8Array, ownWords: readonly string[]) => Promise<Outcome<OpenedVault>>;
  readonly unlock: (passphrase: Uint8Array) => Promise<Outcome<OpenedVault>>;
  readonly unlockWithRecoveryKey: (typed: Uint8Array) => Promise<Outcome<OpenedVault>>;
  /** Whether the clinic let the system's keystore open this vault. */
  readonly hasKeystore: () => Promise<boolean>;
  readonly unlockWithKeystore: () => Promise<Outcome<OpenedVault>>;
  /** Names whoever unlocked the vault, in their key slot. */
  readonly nameTherapist: (therapist: TherapistSettings) => Promise<Outcome<null>>;
  readonly lock: (keepSessionId: string | null) => Promise<Outcome<null>>;
};

/** Why the vault is locked. */
export type LockReason = Extract<AuditAction, { type: 'locked' }>['why'];

/** What is known of the vault once it is open: its journals, and what opening it found and repaired. */
export type OpenedVault = {
  readonly journals: readonly { readonly journalId: string; readonly kind: string }[];
  readonly report: readonly string[];
  readonly unlockedWith: 'passphrase' | 'recovery' | 'keystore';
  /** Who unlocked; null where it was no therapist's passphrase, or theirs has no name yet. */
  readonly therapist: TherapistSettings | null;
  /** How many wrong secrets were tried in a row before. */
  readonly wrongTriesBefore: number;
};

export type DeskParts = {
  readonly version: string;
  readonly rehearsal: boolean;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly pause: (durationMs: number) => Promise<void>;
  readonly vault: VaultDoor;
  readonly card: {
    readonly read: () => Outcome<ClinicCard | null>;
    readonly write: (card: ClinicCard) => Outcome<null>;
  };
  readonly appearance: { readonly read: () => AppearanceMode; readonly display: () => DisplaySettings };
  readonly console: { readonly read: () => ConsoleSettings };
  readonly protocol: { readonly value: Protocol; readonly problem: Problem | null };
  readonly monitors: () => MonitorsPicture;
  /** The export that is being written. */
  readonly exporting: () => Picture['exporting'];
  readonly chart: () => Picture['chart'];
  readonly music: () => MusicPicture;
  readonly outputs: () => OutputsPicture;
  readonly tellPicture: (picture: Picture) => void;
  readonly tellJournal: (sessionId: string, events: readonly SessionEvent[], durableThrough: number) => void;
  /** Something of the active session changed: phase, music, monitors may have to follow. */
  readonly onEvents: (room: SessionRoom, events: readonly SessionEvent[]) => void;
  /** A session that ran before was entered again after a restart. */
  readonly onResumed: (room: SessionRoom) => void;
  /** The console shows another session, or none: its clock is another one. */
  readonly onEntered: () => void;
  /** The windows must forget what they showed. */
  readonly onLocked: () => void;
  /** The vault was unlocked or made. */
  readonly onUnlocked: () => void;
  /** A record was signed, durably. */
  readonly onSigned: () => void;
  /** What concerns the vault as a whole. */
  readonly vaultPicture: () => VaultPicture;
};

type Stage =
  | { readonly kind: 'no-vault' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | {
      readonly kind: 'open';
      readonly clinic: ClinicJournal;
      /** Null where it cannot be written or read; then `report` says so. */
      readonly audit: AuditLog | null;
      readonly report: readonly string[];
      readonly therapist: TherapistSettings | null;
      readonly unlockedWith: OpenedVault['unlockedWith'];
    };

/** So long a lock waits for its line in the audit log. Real milliseconds. */
const auditPatienceMs = 1_000;

const notLogged = 'The audit log cannot be written.';
const notOpen: Problem = { code: 'locked', sentence: 'The vault is locked.', remedy: 'Unlock it with the passphrase.' };
const noSession: Problem = { code: 'no-session', sentence: 'No session is open.', remedy: 'Open a session first.' };

/** Where the calls of the console window are answered: vault, patients, the running session and the one that is shown. */
export class Desk {
  readonly #parts: DeskParts;
  #stage: Stage = { kind: 'locked' };
  #running: SessionRoom | null = null;
  #viewed: SessionRoom | null = null;
  #atHome = true;
  #saving: { unsaved: number; problem: Problem | null } = { unsaved: 0, problem: null };
  #copied: { readonly sessionId: string; readonly entries: number } | null = null;

  /** Whether the locked vault can be opened by the system's keystore. */
  #hasKeystore = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** The keystore's slot was added or removed. */
  async keystoreChanged(): Promise<void> {
    this.#hasKeystore = await this.#parts.vault.hasKeystore();
  }

  /** Looks at the vault's folder once at the start. */
  async start(): Promise<void> {
    const found = await this.#parts.vault.inspect();
    this.#stage = found.ok
      ? { kind: found.value === 'empty' ? 'no-vault' : 'locked' }
      : { kind: 'refused', problem: found.problem };
    if (found.ok && found.value === 'vault') this.#hasKeystore = await this.#parts.vault.hasKeystore();
    this.changed();
  }

  /** The session that runs; null while there is none. */
  get running(): SessionRoom | null {
    return this.#running;
  }

  /** The session that the console shows; null at home and while locked. */
  get active(): SessionRoom | null {
    if (this.#stage.kind !== 'open') return null;
    return this.#viewed ?? (this.#atHome ? null : this.#running);
  }

  /** The protocol that the next session begins with. */
  get protocol(): Protocol {
    return this.#parts.protocol.value;
  }

  /** Why nothing can be signed while the vault is open; null where whoever unlocked it can sign. */
  get signingProblem(): Problem | null {
    const signs = this.#stage.kind !== 'open' || this.#stage.unlockedWith === 'passphrase';
    return signs ? null : vaultProblems.signingNeedsPassphrase;
  }

  get isOpen(): boolean {
    return this.#stage.kind === 'open';
  }

  picture(): Picture {
    const parts = this.#parts;
    const card = parts.card.read();
    return {
      version: parts.version,
      rehearsal: parts.rehearsal,
      card: card.ok ? card.value : null,
      appearance: parts.appearance.read(),
      display: parts.appearance.display(),
      console: parts.console.read(),
      stage: this.#stagePicture(),
      vault: parts.vaultPicture(),
      exporting: parts.exporting(),
      chart: parts.chart(),
      monitors: this.#stage.kind === 'open' ? parts.monitors() : withoutReadings(parts.monitors()),
      music: parts.music(),
      outputs: parts.outputs(),
      saving: this.#saving,
      protocolProblem: parts.protocol.problem,
      protocolTitle: `${parts.protocol.value.title} ${parts.protocol.value.version}`,
    };
  }

  /** Pushes the picture to the console window. */
  changed(): void {
    this.#parts.tellPicture(this.picture());
  }

  async createVault(passphrase: Uint8Array, therapist: TherapistSettings, card: ClinicCard): Promise<Outcome<null>> {
    const created = await this.#parts.vault.create(passphrase, [therapist.name, card.clinicName]);
    if (!created.ok) return created;
    const written = this.#parts.card.write(card);
    if (!written.ok) return written;
    return this.#enter(created.value, therapist);
  }

  async unlock(passphrase: Uint8Array): Promise<Outcome<null>> {
    return this.#enterOrLock(await this.#parts.vault.unlock(passphrase));
  }

  /** Unlocks with what the system's keystore keeps; nobody can sign then. */
  async unlockWithKeystore(): Promise<Outcome<null>> {
    return this.#enterOrLock(await this.#parts.vault.unlockWithKeystore());
  }

  /** Unlocks with the printed recovery key; nobody can sign then. */
  async unlockWithRecoveryKey(typed: Uint8Array): Promise<Outcome<null>> {
    return this.#enterOrLock(await this.#parts.vault.unlockWithRecoveryKey(typed));
  }

  /** The vault's process ended by itself: nothing can be read or written until it is unlocked again. */
  vaultStopped(): void {
    if (this.#stage.kind !== 'open') return;
    this.#stage = { kind: 'locked' };
    this.#viewed?.conductor.close();
    this.#viewed = null;
    this.changed();
  }

  /** A vault that opens and cannot be entered is locked again: its keys leave the memory, and it can be tried once more. */
  async #enterOrLock(unlocked: Outcome<OpenedVault>): Promise<Outcome<null>> {
    if (!unlocked.ok) return unlocked;
    const entered = await this.#enter(unlocked.value);
    if (!entered.ok && this.#stage.kind !== 'open') await this.#parts.vault.lock(this.#running?.sessionId ?? null);
    return entered;
  }

  /** Takes the open vault: the clinic's journal, and the session that was running. `maker`: who made it just now, if anybody. */
  async #enter(opened: OpenedVault, maker: TherapistSettings | null = null): Promise<Outcome<null>> {
    const clinic = await ClinicJournal.open(this.#parts.vault, opened.journals, this.#parts.newId);
    if (!clinic.ok) return clinic;
    const audit = await AuditLog.open(this.#parts.vault, opened.journals, this.#parts.newId);
    // A disk that is full must not keep anybody out of a session that runs.
    const report = audit.ok ? opened.report : [...opened.report, `${notLogged} ${audit.problem.sentence}`];
    const log = audit.ok ? audit.value : null;
    const { therapist, unlockedWith } = opened;
    this.#stage = { kind: 'open', clinic: clinic.value, audit: log, report, therapist, unlockedWith };
    const named = maker === null ? null : await this.#nameMaker(clinic.value, maker);
    const known = clinic.value.clinic.therapist;
    if (opened.therapist === null && opened.unlockedWith === 'passphrase' && known !== null) {
      // A vault from before there were several therapists: the one whom the clinic's journal names is the one with the key.
      // Where it cannot be written now, the next unlock does it.
      await this.#name(known);
    }
    const running = runningSession(clinic.value.clinic);
    if (running !== null && this.#running === null) {
      const entered = await this.#enterRunning(running.sessionId);
      if (!entered.ok) {
        this.#stage = { kind: 'refused', problem: entered.problem };
        this.changed();
        return entered;
      }
    }
    await this.audit(
      maker === null
        ? { type: 'unlocked', with: opened.unlockedWith, wrongTriesBefore: opened.wrongTriesBefore }
        : { type: 'vault-created' },
    );
    await this.#logProtocol();
    this.#parts.onUnlocked();
    this.#entered();
    return named ?? { ok: true, value: null };
  }

  async #nameMaker(clinic: ClinicJournal, therapist: TherapistSettings): Promise<Outcome<null>> {
    const { wallMs } = this.#parts.clock.read();
    const set = await clinic.append({ type: 'therapist-set', wallMs, therapist });
    return set.ok ? this.#name(therapist) : set;
  }

  async #logProtocol(): Promise<void> {
    const { title, version } = this.#parts.protocol.value;
    const sha256 = canonicalSha256(this.#parts.protocol.value);
    const before = this.auditEntries.findLast((entry) => entry.action.type === 'protocol-changed')?.action;
    const isSame = before?.type === 'protocol-changed' && before.sha256 === sha256;
    if (!isSame) await this.audit({ type: 'protocol-changed', title, version, sha256 });
  }

  /** Adds to the audit log what was done, by whoever is signed in. Where it cannot be written, the window is told so. */
  async audit(action: AuditAction): Promise<Outcome<null>> {
    const audit = this.#stage.kind === 'open' ? this.#stage.audit : null;
    if (audit === null)
      return refusal('audit-not-written', notLogged, 'Free the disk, then lock and unlock the vault.');
    const { wallMs, utcOffsetMinutes } = this.#parts.clock.read();
    const logged = await audit.append({ wallMs, utcOffsetMinutes, by: this.therapistName, action });
    if (!logged.ok && this.#stage.kind === 'open') {
      const sentence = `${notLogged} ${logged.problem.sentence}`;
      const report = [...this.#stage.report.filter((told) => told !== sentence), sentence];
      this.#stage = { ...this.#stage, report };
      this.changed();
    }
    return logged;
  }

  /** The audit log, oldest first; empty while locked. */
  get auditEntries(): readonly AuditEntry[] {
    return this.#stage.kind === 'open' ? (this.#stage.audit?.entries ?? []) : [];
  }

  /** Who is signed in. A recovery key and a keystore say nothing of who used them. */
  get therapistName(): string {
    const unlockedWith = this.#stage.kind === 'open' ? this.#stage.unlockedWith : 'passphrase';
    if (unlockedWith === 'recovery') return 'Recovery key';
    return unlockedWith === 'keystore' ? 'This machine’s keystore' : this.#therapist().name;
  }

  /** When the newest session was signed, by the wall clock; null where none was, or while locked. */
  get newestSignedWallMs(): number | null {
    if (this.#stage.kind !== 'open') return null;
    const signed = this.#stage.clinic.clinic.sessions.flatMap((session) =>
      session.signed === null || session.shredded ? [] : [session.signed.wallMs],
    );
    return signed.length === 0 ? null : Math.max(...signed);
  }

  /** Takes over what the clinic's journal lacks of another one's. `sessionIds`: the sessions that this vault has of it. */
  async joinClinic(entries: readonly string[], sessionIds: ReadonlySet<string>): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { clinic } = this.#stage;
    const known = entries.flatMap((text) => {
      const entry = clinicEntrySchema.safeParse(JSON.parse(text));
      return entry.success ? [entry.data] : [];
    });
    const joined = await clinic.append(...entriesToJoin(clinic.clinic, known, sessionIds));
    this.changed();
    return joined;
  }

  /** When the console locks by itself; null while the vault is locked. */
  get lockSettings(): LockSettings | null {
    return this.#stage.kind === 'open' ? this.#stage.clinic.clinic.lock : null;
  }

  /** Sets when the console locks by itself. */
  async setLock(lock: LockSettings): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { wallMs } = this.#parts.clock.read();
    const set = await this.#stage.clinic.append({ type: 'lock-set', wallMs, lock });
    this.changed();
    return set;
  }

  /** Sets which playlists a patient likes. */
  async setFavourites(patientId: string, playlistIds: readonly string[]): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { clinic: journal } = this.#stage;
    if (!journal.clinic.patients.some((patient) => patient.patientId === patientId)) {
      return refusal('unknown-patient', 'There is no such patient.', 'Choose one from the list.');
    }
    const { wallMs } = this.#parts.clock.read();
    const ids = [...new Set(playlistIds)];
    const set = await journal.append({ type: 'favourites-set', wallMs, patientId, playlistIds: ids });
    this.changed();
    return set;
  }

  /** The running session's entries, also those that are not saved yet, and the clinic's that lead to it. */
  runningJournals(): Outcome<{
    readonly sessionId: string;
    readonly entries: readonly string[];
    readonly clinic: { readonly journalId: string; readonly entries: readonly string[] } | null;
  }> {
    if (this.#running === null) return { ok: false, problem: noSession };
    const written = (entries: readonly unknown[]) => entries.map((entry) => JSON.stringify(entry));
    const clinic = this.#stage.kind === 'open' ? this.#stage.clinic : null;
    return {
      ok: true,
      value: {
        sessionId: this.#running.sessionId,
        entries: written(this.#running.conductor.state.events),
        clinic: clinic === null ? null : { journalId: clinic.journalId, entries: written(clinic.entries) },
      },
    };
  }

  /** So many entries of the session are on another disk. */
  copiedInEmergency(sessionId: string, entries: number): void {
    this.#copied = { sessionId, entries };
  }

  /** Whether the running session has entries that are on no disk: they would go with the program. */
  get holdsUnsaved(): boolean {
    const running = this.#running;
    if (running === null) return false;
    const { state, durableThrough } = running.conductor;
    const copied = this.#copied?.sessionId === running.sessionId ? this.#copied.entries : 0;
    return state.events.length > Math.max(durableThrough, copied);
  }

  /** Why a session cannot be shredded now; null where it can. */
  shredRefusal(sessionId: string): Problem | null {
    if (this.#stage.kind !== 'open') return notOpen;
    const session = this.#stage.clinic.clinic.sessions.find((known) => known.sessionId === sessionId);
    if (session === undefined || session.shredded) {
      return { code: 'unknown-session', sentence: 'There is no such session.', remedy: 'Choose one from the list.' };
    }
    if (session.signed !== null && this.#running?.sessionId !== sessionId && this.#viewed?.sessionId !== sessionId) {
      return null;
    }
    return {
      code: 'session-in-use',
      sentence: 'This session is open or not signed.',
      remedy: 'Sign it, go home, and then shred it.',
    };
  }

  /** A session was shredded: the clinic's journal says so, and why. */
  async sessionShredded(sessionId: string, reason: string): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { wallMs } = this.#parts.clock.read();
    const told = await this.#stage.clinic.append({ type: 'session-shredded', wallMs, sessionId, reason });
    this.changed();
    return told;
  }

  async #name(therapist: TherapistSettings): Promise<Outcome<null>> {
    const named = await this.#parts.vault.nameTherapist(therapist);
    if (named.ok && this.#stage.kind === 'open') this.#stage = { ...this.#stage, therapist };
    return named;
  }

  /**
   * Locks: the windows forget at once, the vault's process ends; a running session goes on with a writer of its own. Where that
   * writer cannot begin, its entries wait in memory for the next unlock, and the answer says so: it is locked all the same.
   */
  async lock(why: LockReason = 'asked'): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const told = this.audit({ type: 'locked', why });
    this.#stage = { kind: 'locked' };
    this.#viewed?.conductor.close();
    this.#viewed = null;
    this.changed();
    // A disk that takes nothing keeps nobody from locking.
    await Promise.race([told, this.#parts.pause(auditPatienceMs)]);
    const locked = await this.#parts.vault.lock(this.#running?.sessionId ?? null);
    this.#parts.onLocked();
    this.changed();
    return locked;
  }

  async createPatient(patient: {
    name: string;
    dateOfBirth: string;
    phone: string;
    allergies: string;
    emergencyContact: string;
  }): Promise<Outcome<{ patientId: string }>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const patientId = this.#parts.newId();
    const { wallMs } = this.#parts.clock.read();
    const appended = await this.#stage.clinic.append(
      { type: 'patient-created', wallMs, patient: { ...patient, patientId } },
      { type: 'course-opened', wallMs, courseId: this.#parts.newId(), patientId },
    );
    this.changed();
    return appended.ok ? { ok: true, value: { patientId } } : appended;
  }

  async openSession(patientId: string, lastIntegrationKept: boolean | null): Promise<Outcome<{ sessionId: string }>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { clinic: journal } = this.#stage;
    const { clinic } = journal;
    if (runningSession(clinic) !== null) {
      return refusal('session-runs', 'A session is running.', 'Go on with it and sign it first.');
    }
    const patient = clinic.patients.find((candidate) => candidate.patientId === patientId);
    const course = clinic.courses.filter((candidate) => candidate.patientId === patientId).at(-1);
    if (patient === undefined || course === undefined) {
      return refusal('unknown-patient', 'There is no such patient.', 'Choose one from the list.');
    }
    const sessions = courseSessions(clinic, course.courseId);
    const next = nextSession(sessions);
    if (next === null)
      return refusal('course-complete', 'This course is complete.', 'Create a new course with the prescriber.');
    const sessionId = this.#parts.newId();
    const begun = await SessionRoom.begin(sessionId, this.#roomParts());
    if (!begun.ok) return begun;
    const room = begun.value;
    const card = this.#parts.card.read();
    const opened = await room.conductor.submit({
      type: 'open-session',
      patient,
      course: { courseId: course.courseId, ...next, lastDoseMg: lastDoseMg(sessions), lastIntegrationKept },
      therapist: this.#therapist(),
      clinic: {
        name: (card.ok ? card.value?.clinicName : null) ?? '',
        emergencyNumber: (card.ok ? card.value?.emergencyNumber : null) ?? '',
        address: (card.ok ? card.value?.address : null) ?? '',
      },
      protocol: this.#parts.protocol.value,
      rehearsal: this.#parts.rehearsal,
    });
    if (!opened.ok) return opened;
    if (!(await room.conductor.settled())) {
      room.conductor.close();
      return refusal('not-durable', 'The session could not be saved.', 'Free the disk, then open it again.');
    }
    const appended = await journal.append({
      type: 'session-begun',
      wallMs: this.#parts.clock.read().wallMs,
      sessionId,
      patientId,
      courseId: course.courseId,
      ...next,
    });
    if (!appended.ok) return appended;
    this.#running?.conductor.close();
    this.#viewed?.conductor.close();
    this.#running = room;
    this.#viewed = null;
    this.#atHome = false;
    this.#entered();
    return { ok: true, value: { sessionId } };
  }

  /** Goes into a session: the running one, or a signed one to read, add to or export. */
  async enterSession(sessionId: string): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    this.#viewed?.conductor.close();
    this.#viewed = null;
    if (this.#running?.sessionId === sessionId) {
      this.#atHome = false;
    } else {
      const entered = await SessionRoom.enter(sessionId, this.#roomParts());
      if (!entered.ok) return entered;
      this.#viewed = entered.value;
    }
    this.#entered();
    return { ok: true, value: null };
  }

  /** Goes home. From the dose until departure the console stays with the patient. */
  leaveSession(): Outcome<null> {
    const phase = this.active?.conductor.state.phase;
    if (phase === 'dosing' || phase === 'absorption' || phase === 'journey' || phase === 'recovery') {
      return refusal('session-runs', 'The patient is in the session.', 'Stay with it until the patient has left.');
    }
    this.#viewed?.conductor.close();
    this.#viewed = null;
    if (this.#running?.conductor.state.phase === 'signed') {
      this.#running.conductor.close();
      this.#running = null;
    }
    this.#atHome = true;
    this.changed();
    return { ok: true, value: null };
  }

  /**
   * Does something with a session of the vault, whichever the console shows: the one that runs or is shown, or else one that
   * is read for this and let go again.
   */
  async withSession<Value>(
    sessionId: string,
    act: (room: SessionRoom) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const known = [this.#running, this.#viewed].find((room) => room?.sessionId === sessionId);
    if (known !== null && known !== undefined) return act(known);
    const entered = await SessionRoom.enter(sessionId, this.#roomParts());
    if (!entered.ok) return entered;
    try {
      return await act(entered.value);
    } finally {
      entered.value.conductor.close();
    }
  }

  /** Remembers whom exports are locked for. */
  async keepReceiver(receiver: Receiver): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { wallMs } = this.#parts.clock.read();
    const appended = await this.#stage.clinic.append({ type: 'receiver-kept', wallMs, receiver });
    this.changed();
    if (!appended.ok) return appended;
    return this.audit({ type: 'receiver-kept', receiver: receiver.name });
  }

  /** Records the total of a questionnaire that the patient of a course answered. */
  async recordScore(courseId: string, score: QuestionnaireScore): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { clinic: journal } = this.#stage;
    if (!journal.clinic.courses.some((course) => course.courseId === courseId)) {
      return refusal('unknown-course', 'There is no such course.', 'Choose a patient from the list.');
    }
    const { wallMs } = this.#parts.clock.read();
    const kept = await journal.append({ type: 'questionnaire-scored', wallMs, courseId, score });
    this.changed();
    return kept;
  }

  /** The signed sessions of a course and its questionnaires; null where there is no such course, or while locked. */
  courseContent(
    courseId: string,
  ): { readonly sessionIds: readonly string[]; readonly scores: readonly QuestionnaireScore[] } | null {
    if (this.#stage.kind !== 'open') return null;
    const { clinic } = this.#stage.clinic;
    if (!clinic.courses.some((course) => course.courseId === courseId)) return null;
    const signed = clinic.sessions.filter(
      (session) => session.courseId === courseId && session.signed !== null && !session.shredded,
    );
    return { sessionIds: signed.map(({ sessionId }) => sessionId), scores: courseScores(clinic, courseId) };
  }

  /** Where records are sent to, and what was; null while locked. */
  get chart(): ChartState | null {
    return this.#stage.kind === 'open' ? this.#stage.clinic.clinic.chart : null;
  }

  /** Keeps what became of the chart, in order; resolves when it is durable. */
  async keepChart(entries: readonly ChartEntry[]): Promise<Outcome<null>> {
    return this.#stage.kind === 'open' ? this.#stage.clinic.append(...entries) : { ok: false, problem: notOpen };
  }

  /** Whether a patient is in a session: from its opening until they have left. */
  get patientIsHere(): boolean {
    const phase = this.#running?.conductor.state.phase ?? 'signed';
    return phase !== 'departed' && phase !== 'declined' && phase !== 'signed';
  }

  journal(sessionId: string): Outcome<JournalContent> {
    const room = this.active;
    if (room?.sessionId !== sessionId) return { ok: false, problem: noSession };
    const { conductor, draft } = room;
    const { state, durableThrough } = conductor;
    return {
      ok: true,
      value: { events: state.events, durableThrough, draft: draft.text, draftPlace: draft.place },
    };
  }

  async command(
    sessionId: string,
    command: TherapistCommand,
    touchAgeMs: number,
  ): Promise<Outcome<{ sequences: readonly number[] }>> {
    const room = this.active;
    if (room?.sessionId !== sessionId) return { ok: false, problem: noSession };
    return room.conductor.submit(command, touchAgeMs);
  }

  async saveDraft(sessionId: string, text: string, place: DraftPlace | null): Promise<Outcome<null>> {
    const room = this.active;
    if (room?.sessionId !== sessionId) return { ok: false, problem: noSession };
    return room.saveDraft(text, place);
  }

  /** What the machine reports of the running session; nothing while none runs. */
  async report(command: Command): Promise<Outcome<unknown>> {
    const room = this.#running;
    if (room === null) return { ok: false, problem: noSession };
    return room.conductor.submit(command);
  }

  /** The record was signed: the clinic's journal says so, and the course goes on. */
  async recordSigned(room: SessionRoom): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    const { state } = room.conductor;
    const known = this.#stage.clinic.clinic.sessions.find((session) => session.sessionId === room.sessionId);
    if (known === undefined || known.signed !== null) return { ok: true, value: null };
    const appended = await this.#stage.clinic.append({
      type: 'session-signed',
      wallMs: this.#parts.clock.read().wallMs,
      sessionId: room.sessionId,
      dosed: state.doses.length > 0,
      totalDoseMg: totalDoseMg(state),
    });
    this.changed();
    if (!appended.ok) return appended;
    const recordSha256 = state.signatures.at(-1)?.body.recordSha256 ?? '';
    const logged = await this.audit({ type: 'record-signed', sessionId: room.sessionId, recordSha256 });
    this.#parts.onSigned();
    return logged;
  }

  #entered(): void {
    this.changed();
    this.#parts.onEntered();
  }

  #therapist(): TherapistSettings {
    return (
      (this.#stage.kind === 'open' ? (this.#stage.therapist ?? this.#stage.clinic.clinic.therapist) : null) ?? {
        name: 'Therapist',
        credential: '',
      }
    );
  }

  async #enterRunning(sessionId: string): Promise<Outcome<null>> {
    const entered = await SessionRoom.enter(sessionId, this.#roomParts());
    if (!entered.ok) return entered;
    const room = entered.value;
    this.#running = room;
    this.#atHome = false;
    if (room.conductor.state.phase === 'signed') {
      await this.recordSigned(room);
      return { ok: true, value: null };
    }
    this.#parts.onResumed(room);
    return { ok: true, value: null };
  }

  #roomParts(): RoomParts {
    return {
      vault: this.#parts.vault,
      clock: this.#parts.clock,
      newId: this.#parts.newId,
      therapist: this.#therapist().name,
      pause: this.#parts.pause,
      onSaving: (unsaved, problem) => {
        this.#saving = { unsaved, problem };
        this.changed();
      },
      onNews: (sessionId, news) => {
        const room = [this.#running, this.#viewed].find((candidate) => candidate?.sessionId === sessionId);
        if (this.active?.sessionId === sessionId) this.#parts.tellJournal(sessionId, news.events, news.durableThrough);
        if (room !== null && room !== undefined) this.#parts.onEvents(room, news.events);
      },
    };
  }

  #stagePicture(): Picture['stage'] {
    switch (this.#stage.kind) {
      case 'no-vault':
        return { kind: 'no-vault' };
      case 'locked':
        return { kind: 'locked', sessionRunning: this.#running !== null, hasKeystore: this.#hasKeystore };
      case 'refused':
        return this.#stage;
      case 'open': {
        const { clinic } = this.#stage.clinic;
        return {
          kind: 'open',
          therapist: this.#therapist(),
          patients: patientSummaries(clinic),
          sessions: sessionSummaries(clinic),
          receivers: clinic.receivers,
          activeSessionId: this.active?.sessionId ?? null,
          signingProblem: this.signingProblem,
          report: this.#stage.report,
        };
      }
    }
  }
}

/** Behind the lock no reading is shown. */
function withoutReadings(monitors: MonitorsPicture): MonitorsPicture {
  return { ...monitors, candidates: [], candidatesClockDifferenceMs: null };
}

function totalDoseMg(state: SessionState): number {
  return state.doses.reduce((sum, dose) => sum + dose.doseMg, 0);
}

function refusal(code: string, sentence: string, remedy: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, sentence, remedy } };
}
