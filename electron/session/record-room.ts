import type { Outcome, Problem } from '../../shared/problem.ts';
import { addendumToSign, countersignatureToSign, recordToSign } from '../../shared/record/signed-record.ts';
import { addendumBytes, countersignatureBytes, signedAtOf, signingBytes } from '../../shared/record/signing.ts';
import {
  addendumProblem,
  countersignatureProblem,
  gapProblem,
  signatureProblem,
} from '../../shared/record/signing-check.ts';
import type { BodyOf } from '../../shared/session/event.ts';
import { exportAftercare } from '../records/export-aftercare.ts';
import type { PrintParts } from '../records/record-files.ts';
import type { Desk } from './desk.ts';
import type { OpenVault } from './open-vault.ts';
import type { SessionRoom } from './session-room.ts';

export type RecordParts = {
  readonly desk: Desk;
  readonly vault: Pick<OpenVault, 'sign'>;
  readonly newId: () => string;
  readonly exporting: PrintParts;
  /** Something is under way that takes real time; a rehearsal's clock stands until the answer is called. */
  readonly hold: () => () => void;
};

type Signer = Pick<BodyOf<'signed'>, 'printedName' | 'credential' | 'meaning'>;
type SecondSigner = Pick<BodyOf<'countersigned'>, 'printedName' | 'credential' | 'meaning'>;
type Addendum = Pick<BodyOf<'addendum-added'>, 'text' | 'printedName' | 'credential'>;

const noSession: Problem = { code: 'no-session', sentence: 'No session is open.', remedy: 'Open the session first.' };

/** Signs records, adds addenda and writes the aftercare sheet of the session that the console shows. */
export class RecordRoom {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  /** Signs the record of everything before, as it stands; refused while something required is missing. */
  async sign(sessionId: string, signer: Signer): Promise<Outcome<null>> {
    const room = this.#room(sessionId);
    if (room === null) return { ok: false, problem: noSession };
    const signed = await room.conductor.submitMade(async (state, moment) => {
      const gap = gapProblem(state);
      if (gap !== null) return { ok: false, problem: gap };
      const { recordSha256 } = recordToSign(state);
      const statement = { ...signer, recordSha256, signedAt: signedAtOf(moment) };
      const signature = await this.#parts.vault.sign(hex(signingBytes(statement)));
      if (!signature.ok) return signature;
      const body = { ...signer, recordSha256, ...signature.value };
      const problem = signatureProblem(state, { type: 'signed', ...body }, moment);
      return problem === null ? { ok: true, value: { type: 'sign', ...body } } : { ok: false, problem };
    });
    if (!signed.ok) return signed;
    if (!(await room.conductor.settled())) return notDurable;
    return this.#parts.desk.recordSigned(room);
  }

  /** Puts a second signer's signature under the signed record and the addenda that are there. */
  async countersign(sessionId: string, signer: SecondSigner): Promise<Outcome<null>> {
    const room = this.#room(sessionId);
    if (room === null) return { ok: false, problem: noSession };
    if (room.conductor.state.phase !== 'signed') return notSigned('Its author signs first.');
    const signed = await room.conductor.submitMade(async (state, moment) => {
      const statement = countersignatureToSign(state, { ...signer, signedAt: signedAtOf(moment) });
      const signature = await this.#parts.vault.sign(hex(countersignatureBytes(statement)));
      if (!signature.ok) return signature;
      const body = { ...signer, recordSha256: statement.recordSha256, ...signature.value };
      const problem = countersignatureProblem(state, body, moment);
      return problem === null ? { ok: true, value: { type: 'countersign', ...body } } : { ok: false, problem };
    });
    if (!signed.ok) return signed;
    if (!(await room.conductor.settled())) return notDurable;
    const recordSha256 = room.conductor.state.countersignatures.at(-1)?.body.recordSha256 ?? '';
    return this.#parts.desk.audit({ type: 'record-countersigned', sessionId, recordSha256 });
  }

  /** Adds an addendum, signed like the record; the record itself stays as it is. */
  async addAddendum(sessionId: string, addendum: Addendum): Promise<Outcome<null>> {
    const room = this.#room(sessionId);
    if (room === null) return { ok: false, problem: noSession };
    if (room.conductor.state.phase !== 'signed') return notSigned('Change the entry itself.');
    const added = await room.conductor.submitMade(async (state, moment) => {
      const statement = addendumToSign(state, { ...addendum, at: signedAtOf(moment) });
      const signature = await this.#parts.vault.sign(hex(addendumBytes(statement)));
      if (!signature.ok) return signature;
      const body = { ...addendum, recordSha256: statement.recordSha256, ...signature.value };
      const problem = addendumProblem(state, body, moment);
      return problem === null
        ? { ok: true, value: { type: 'add-addendum', addendumId: this.#parts.newId(), ...body } }
        : { ok: false, problem };
    });
    return added.ok ? { ok: true, value: null } : added;
  }

  /** Writes the aftercare sheet to print. */
  async exportAftercare(sessionId: string, folder: string): Promise<Outcome<{ file: string }>> {
    const room = this.#room(sessionId);
    if (room === null) return { ok: false, problem: noSession };
    const release = this.#parts.hold();
    try {
      return await exportAftercare(room.conductor.state, folder, this.#parts.exporting);
    } finally {
      release();
    }
  }

  #room(sessionId: string): SessionRoom | null {
    const room = this.#parts.desk.active;
    return room?.sessionId === sessionId ? room : null;
  }
}

const notDurable: Outcome<never> = {
  ok: false,
  problem: {
    code: 'not-durable',
    sentence: 'The signature is not saved yet.',
    remedy: 'Free the disk; it is tried again by itself.',
  },
};

function notSigned(remedy: string): Outcome<never> {
  return { ok: false, problem: { code: 'not-signed', sentence: 'The record is not signed yet.', remedy } };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
