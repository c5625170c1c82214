import { join } from 'node:path';
import type { ExportResult } from '../../shared/bridge/contract.ts';
import type { CourseExport, ExportChoice } from '../../shared/bridge/export-choice.ts';
import type { Picture } from '../../shared/bridge/picture.ts';
import type { Receiver } from '../../shared/course/clinic-entry.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { manifestNames } from '../../shared/record/manifest.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import type { CommandOf } from '../../shared/session/command.ts';
import type { SessionState } from '../../shared/session/state.ts';
import { isRecipient } from '../records/age-container.ts';
import { exportCourse } from '../records/export-course.ts';
import { exportProblems } from '../records/export-problems.ts';
import type { ExportParts } from '../records/export-record.ts';
import { type ExportedSessions, exportSessions } from '../records/export-sessions.ts';
import type { PrintParts } from '../records/record-files.ts';
import type { ExportTarget, Protection, WrittenExport } from '../records/write-export.ts';
import type { Desk } from './desk.ts';
import type { OpenVault } from './open-vault.ts';

export type ExportRoomParts = {
  readonly desk: Pick<Desk, 'withSession' | 'audit' | 'keepReceiver' | 'courseContent' | 'signingProblem'>;
  readonly vault: Pick<OpenVault, 'sign'>;
  readonly exporting: PrintParts;
  /** The wall clock, as a signature's time has it. */
  readonly now: () => { readonly wallMs: number; readonly utcOffsetMinutes: number };
  readonly changed: () => void;
  /** Something is under way that takes real time; a rehearsal's clock stands until the answer is called. */
  readonly hold: () => () => void;
};

const another: Problem = {
  code: 'export-under-way',
  sentence: 'Another export is being written.',
  remedy: 'Wait for it, or end it.',
};
const notInJournal: Problem = {
  code: 'export-not-journaled',
  sentence: 'The export is whole, but not every session and the audit log could note that it was made.',
  remedy: 'Note by hand what was given to whom; free the disk, then lock and unlock the vault.',
};

const unknownCourse: Problem = {
  code: 'unknown-course',
  sentence: 'There is no such course.',
  remedy: 'Choose a patient from the list.',
};

/** Writes what the therapist takes along, one export at a time, and notes what went out, when, for whom. */
export class ExportRoom {
  readonly #parts: ExportRoomParts;
  #underWay: { readonly ending: AbortController; done: number; readonly of: number } | null = null;

  constructor(parts: ExportRoomParts) {
    this.#parts = parts;
  }

  picture(): Picture['exporting'] {
    return this.#underWay === null ? null : { done: this.#underWay.done, of: this.#underWay.of };
  }

  /** Ends the export that is being written. */
  cancel(): Outcome<null> {
    this.#underWay?.ending.abort();
    return { ok: true, value: null };
  }

  /** Remembers whom exports are locked for; refused where a key of theirs is none. */
  async keepReceiver(receiver: Receiver): Promise<Outcome<null>> {
    const recipients = receiver.recipients.map((key) => key.trim());
    for (const key of recipients) {
      if (!(await isRecipient(key))) return { ok: false, problem: exportProblems.notARecipient };
    }
    return this.#parts.desk.keepReceiver({ ...receiver, recipients });
  }

  /** Writes an export whole or not at all. Once it is written it is one, whatever cannot be noted about it. */
  async exportSessions(choice: ExportChoice): Promise<Outcome<ExportResult>> {
    const sessionIds = [...new Set(choice.sessionIds)];
    return this.#writing(choice, sessionIds.length, async (target, parts, progress) => {
      const exported = await exportSessions(
        sessionIds,
        {
          ...target,
          stream: choice.stream,
          formats: choice.stream === 'record' ? choice.formats : [],
          redaction: choice.stream === 'record' ? choice.redaction : nothingRedacted,
        },
        { ...parts, read: (sessionId) => this.#read(sessionId), onSession: progress },
      );
      if (!exported.ok) return exported;
      const isNoted = await this.#note(choice, exported.value);
      const { leftOut } = exported.value;
      return { ok: true, value: resultOf(exported.value, leftOut, isNoted) };
    });
  }

  /** Writes the report of one course whole or not at all; the audit log notes it. */
  async exportCourse(choice: CourseExport): Promise<Outcome<ExportResult>> {
    const { desk } = this.#parts;
    const content = desk.courseContent(choice.courseId);
    if (content === null) return { ok: false, problem: unknownCourse };
    return this.#writing(choice, content.sessionIds.length, async (target, parts) => {
      const states: SessionState[] = [];
      for (const sessionId of content.sessionIds) {
        const read = await this.#read(sessionId);
        if (!read.ok) return read;
        states.push(read.value);
      }
      const written = await exportCourse(states, content.scores, target, parts);
      if (!written.ok) return written;
      const { courseId, receiver, lock } = choice;
      const files = [...written.value.files];
      const logged = await desk.audit({ type: 'course-exported', courseId, files, receiver, lock: lock.kind });
      return { ok: true, value: resultOf(written.value, [], logged.ok) };
    });
  }

  /** One export at a time, which can be ended, whose progress is shown and whose passphrase is forgotten. */
  async #writing(
    choice: Pick<ExportChoice, 'lock' | 'folder'>,
    of: number,
    write: (
      target: Omit<ExportTarget, 'name'>,
      parts: ExportParts,
      progress: (done: number) => void,
    ) => Promise<Outcome<ExportResult>>,
  ): Promise<Outcome<ExportResult>> {
    const { desk, vault, exporting, now, changed } = this.#parts;
    if (this.#underWay !== null) return { ok: false, problem: another };
    // Said before anything is read or printed.
    if (desk.signingProblem !== null) return { ok: false, problem: desk.signingProblem };
    const underWay = { ending: new AbortController(), done: 0, of };
    this.#underWay = underWay;
    changed();
    const release = this.#parts.hold();
    const passphrase = choice.lock.kind === 'passphrase' ? new TextEncoder().encode(choice.lock.passphrase) : null;
    try {
      return await write(
        { folder: choice.folder, protection: protectionOf(choice, passphrase), at: now() },
        { ...exporting, sign: (bytesHex) => vault.sign(bytesHex), signal: underWay.ending.signal },
        (done) => {
          underWay.done = done;
          changed();
        },
      );
    } finally {
      passphrase?.fill(0);
      this.#underWay = null;
      release();
      changed();
    }
  }

  #read(sessionId: string): Promise<Outcome<SessionState>> {
    return this.#parts.desk.withSession(sessionId, async ({ conductor: { state } }) => ({ ok: true, value: state }));
  }

  /** Notes the export in each session's journal and in the audit log. Answers whether all of it could be noted. */
  async #note(choice: ExportChoice, exported: ExportedSessions): Promise<boolean> {
    const { desk } = this.#parts;
    let isNoted = true;
    for (const sessionId of new Set(choice.sessionIds)) {
      const files = hashesOf(sessionId, exported);
      if (files.length === 0) continue;
      const journaled = await desk.withSession(sessionId, async (room) => {
        const submitted = await room.conductor.submit({ type: 'record-export', files });
        return submitted.ok && !(await room.conductor.settled()) ? { ok: false, problem: notInJournal } : submitted;
      });
      const { receiver, lock } = choice;
      const logged = await desk.audit({ type: 'record-exported', sessionId, files, receiver, lock: lock.kind });
      isNoted &&= journaled.ok && logged.ok;
    }
    return isNoted;
  }
}

function protectionOf({ lock }: Pick<ExportChoice, 'lock'>, passphrase: Uint8Array | null): Protection {
  if (lock.kind === 'recipients') {
    return { kind: 'age', lock: { kind: 'recipients', recipients: lock.recipients.map((key) => key.trim()) } };
  }
  return passphrase === null ? { kind: 'plain' } : { kind: 'age', lock: { kind: 'passphrase', passphrase } };
}

function hashesOf(sessionId: string, exported: ExportedSessions): CommandOf<'record-export'>['files'] {
  const own = exported.files.flatMap(({ sessionId: of, format, sha256 }) =>
    of === sessionId && format !== null ? [{ format, sha256 }] : [],
  );
  if (own.length === 0) return [];
  const manifest = exported.files.find(({ name }) => name === manifestNames.manifest);
  return [
    ...own,
    ...(manifest === undefined ? [] : [{ format: 'manifest' as const, sha256: manifest.sha256 }]),
    ...(exported.sha256 === null ? [] : [{ format: 'age' as const, sha256: exported.sha256 }]),
  ];
}

function resultOf({ path, sha256, files }: WrittenExport, leftOut: readonly string[], isNoted: boolean): ExportResult {
  const paths = sha256 === null ? files.map(({ name }) => join(path, name)) : [path];
  return { files: paths, sha256, leftOut, remark: isNoted ? null : notInJournal };
}
