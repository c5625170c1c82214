import type { AppearanceMode } from '../../shared/bridge/appearance-mode.ts';
import type { JournalContent } from '../../shared/bridge/contract.ts';
import type {
  ClinicCard,
  MonitorsPicture,
  MusicPicture,
  Picture,
  TherapistSettings,
} from '../../shared/bridge/picture.ts';
import { courseSessions, patientSummaries, runningSession, sessionSummaries } from '../../shared/course/clinic.ts';
import { lastDoseMg, nextSession } from '../../shared/course/course.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Protocol } from '../../shared/protocol/schema.ts';
import type { Command, TherapistCommand } from '../../shared/session/command.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import type { SessionState } from '../../shared/session/state.ts';
import { ClinicJournal } from './clinic-journal.ts';
import type { Clock } from './clock.ts';
import type { OpenVault } from './open-vault.ts';
import { type RoomParts, SessionRoom } from './session-room.ts';

/** The vault as the desk uses it: a folder that is empty, locked or open. */
export type VaultDoor = OpenVault & {
  readonly inspect: () => Promise<Outcome<'empty' | 'vault'>>;
  /** Makes the vault and leaves it open. `ownWords` are names that a thief would try first. */
  readonly create: (passphrase: string, ownWords: readonly string[]) => Promise<Outcome<OpenedVault>>;
  readonly unlock: (passphrase: string) => Promise<Outcome<OpenedVault>>;
  readonly lock: (keepSessionId: string | null) => Promise<Outcome<null>>;
};

/** What is known of the vault once it is open: its journals, and what opening it found and repaired. */
export type OpenedVault = {
  readonly journals: readonly { readonly journalId: string; readonly kind: string }[];
  readonly report: readonly string[];
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
  readonly appearance: { readonly read: () => AppearanceMode; readonly write: (mode: AppearanceMode) => void };
  readonly protocol: { readonly value: Protocol; readonly problem: Problem | null };
  readonly monitors: () => MonitorsPicture;
  readonly music: () => MusicPicture;
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
};

type Stage =
  | { readonly kind: 'no-vault' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'open'; readonly clinic: ClinicJournal; readonly report: readonly string[] };

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

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Looks at the vault's folder once at the start. */
  async start(): Promise<void> {
    const found = await this.#parts.vault.inspect();
    this.#stage = found.ok
      ? { kind: found.value === 'empty' ? 'no-vault' : 'locked' }
      : { kind: 'refused', problem: found.problem };
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
      stage: this.#stagePicture(),
      monitors: parts.monitors(),
      music: parts.music(),
      saving: this.#saving,
      protocolProblem: parts.protocol.problem,
      protocolTitle: `${parts.protocol.value.title} ${parts.protocol.value.version}`,
    };
  }

  /** Pushes the picture to the console window. */
  changed(): void {
    this.#parts.tellPicture(this.picture());
  }

  async createVault(passphrase: string, therapist: TherapistSettings, card: ClinicCard): Promise<Outcome<null>> {
    const created = await this.#parts.vault.create(passphrase, [therapist.name, card.clinicName]);
    if (!created.ok) return created;
    const written = this.#parts.card.write(card);
    if (!written.ok) return written;
    const entered = await this.#enter(created.value);
    if (!entered.ok || this.#stage.kind !== 'open') return entered;
    const set = await this.#stage.clinic.append({
      type: 'therapist-set',
      wallMs: this.#parts.clock.read().wallMs,
      therapist,
    });
    this.changed();
    return set;
  }

  async unlock(passphrase: string): Promise<Outcome<null>> {
    const unlocked = await this.#parts.vault.unlock(passphrase);
    return unlocked.ok ? this.#enter(unlocked.value) : unlocked;
  }

  /** The vault's process ended by itself: nothing can be read or written until it is unlocked again. */
  vaultStopped(): void {
    if (this.#stage.kind !== 'open') return;
    this.#stage = { kind: 'locked' };
    this.#viewed?.conductor.close();
    this.#viewed = null;
    this.changed();
  }

  /** Takes the open vault: the clinic's journal, and the session that was running. */
  async #enter(opened: OpenedVault): Promise<Outcome<null>> {
    const clinic = await ClinicJournal.open(this.#parts.vault, opened.journals, this.#parts.newId);
    if (!clinic.ok) return clinic;
    this.#stage = { kind: 'open', clinic: clinic.value, report: opened.report };
    const running = runningSession(clinic.value.clinic);
    if (running !== null && this.#running === null) {
      const entered = await this.#enterRunning(running.sessionId);
      if (!entered.ok) {
        this.#stage = { kind: 'refused', problem: entered.problem };
        this.changed();
        return entered;
      }
    }
    this.#entered();
    return { ok: true, value: null };
  }

  /** Locks: the windows forget, the vault's process ends; a running session goes on with a writer of its own. */
  async lock(): Promise<Outcome<null>> {
    if (this.#stage.kind !== 'open') return { ok: false, problem: notOpen };
    this.#viewed?.conductor.close();
    this.#viewed = null;
    const locked = await this.#parts.vault.lock(this.#running?.sessionId ?? null);
    if (!locked.ok) return locked;
    this.#stage = { kind: 'locked' };
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

  journal(sessionId: string): Outcome<JournalContent> {
    const room = this.active;
    if (room?.sessionId !== sessionId) return { ok: false, problem: noSession };
    const { conductor, draft } = room;
    return { ok: true, value: { events: conductor.state.events, durableThrough: conductor.durableThrough, draft } };
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

  async saveDraft(sessionId: string, text: string): Promise<Outcome<null>> {
    const room = this.active;
    if (room?.sessionId !== sessionId) return { ok: false, problem: noSession };
    return room.saveDraft(text);
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
    return appended;
  }

  #entered(): void {
    this.changed();
    this.#parts.onEntered();
  }

  #therapist(): TherapistSettings {
    return (
      (this.#stage.kind === 'open' ? this.#stage.clinic.clinic.therapist : null) ?? {
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
        return { kind: 'locked', sessionRunning: this.#running !== null };
      case 'refused':
        return this.#stage;
      case 'open': {
        const { clinic } = this.#stage.clinic;
        return {
          kind: 'open',
          therapist: this.#therapist(),
          patients: patientSummaries(clinic),
          sessions: sessionSummaries(clinic),
          activeSessionId: this.active?.sessionId ?? null,
          report: this.#stage.report,
        };
      }
    }
  }
}

function totalDoseMg(state: SessionState): number {
  return state.doses.reduce((sum, dose) => sum + dose.doseMg, 0);
}

function refusal(code: string, sentence: string, remedy: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, sentence, remedy } };
}
