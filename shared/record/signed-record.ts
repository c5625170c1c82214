import type { BodyOf, SessionEvent } from '../session/event.ts';
import type { SessionState } from '../session/state.ts';
import { canonicalJson, canonicalSha256 } from './canonical-json.ts';
import type { RecordDocument } from './document.ts';
import { draftRecord } from './draft.ts';
import { coveredEvents, processEventIds } from './process-stream.ts';
import {
  type AddendumStatement,
  addendumSha256,
  type CountersignatureStatement,
  countersignatureSha256,
  type SignedStatement,
  signedAtOf,
} from './signing.ts';

/**
 * One line of a record's journal. Each `chainSha256` is the hash of the chain before it and of its event, so that no
 * line can be dropped, swapped or doubled. An entry of the process notes is left out; its hash stays in its place.
 */
export type JournalLine =
  | { readonly event: SessionEvent; readonly chainSha256: string }
  | {
      readonly sequence: number;
      readonly leftOut: 'process-note';
      readonly eventSha256: string;
      readonly chainSha256: string;
    };

export type RecordContent = { readonly document: RecordDocument; readonly journal: readonly JournalLine[] };

export type RecordSignature = Omit<SignedStatement, 'recordSha256'> & {
  readonly publicKeyHex: string;
  readonly signatureHex: string;
};

export type SignedAddendum = Omit<AddendumStatement, 'recordSha256'> & {
  readonly publicKeyHex: string;
  readonly signatureHex: string;
};

/** What a second signer put under the record. */
export type Countersignature = Omit<CountersignatureStatement, 'recordSha256'> & {
  readonly publicKeyHex: string;
  readonly signatureHex: string;
};

/** A record as a file: whole, and checkable without the vault. */
export type SignedRecord = {
  readonly format: 'vigil-record';
  readonly version: 1;
  readonly record: RecordContent;
  /** Over the canonical JSON of `record`. */
  readonly recordSha256: string;
  readonly signature: RecordSignature;
  readonly addenda: readonly SignedAddendum[];
  /** Absent where nobody has signed a second time. */
  readonly countersignatures?: readonly Countersignature[] | undefined;
};

/** The next link of the chain; the first has no link before it. */
export function nextLink(previous: string | null, eventSha256: string): string {
  return canonicalSha256({ previous, eventSha256 });
}

/** What is to be signed: the record that covers every event so far (or before the first signature), and its hash. */
export function recordToSign(state: SessionState): { readonly record: RecordContent; readonly recordSha256: string } {
  const covered = coveredEvents(state.events);
  const leftOut = processEventIds(covered);
  const journal: JournalLine[] = [];
  let link: string | null = null;
  for (const event of covered) {
    const eventSha256 = canonicalSha256(event);
    link = nextLink(link, eventSha256);
    journal.push(
      leftOut.has(event.eventId)
        ? { sequence: event.sequence, leftOut: 'process-note', eventSha256, chainSha256: link }
        : { event, chainSha256: link },
    );
  }
  const record: RecordContent = { document: draftRecord(state), journal };
  return { record, recordSha256: canonicalSha256(record) };
}

/**
 * The statement that the next addendum signs. `at` is `signedAtOf` the moment at which its event will be recorded.
 * @throws Error for a session that is not signed.
 */
export function addendumToSign(
  state: SessionState,
  addendum: { readonly text: string; readonly printedName: string; readonly credential: string; readonly at: string },
): AddendumStatement {
  const signature = signedEventOf(state);
  const last = addendaOf(state).at(-1);
  const { recordSha256 } = signature.body;
  return {
    recordSha256,
    previousSha256: last === undefined ? null : addendumSha256({ ...last, recordSha256 }),
    text: addendum.text,
    printedName: addendum.printedName,
    credential: addendum.credential,
    at: addendum.at,
  };
}

/**
 * The statement that a second signer signs next: under the record and the addenda that are there.
 * @throws Error for a session that is not signed.
 */
export function countersignatureToSign(
  state: SessionState,
  signer: Pick<CountersignatureStatement, 'printedName' | 'credential' | 'meaning' | 'signedAt'>,
): CountersignatureStatement {
  const { recordSha256 } = signedEventOf(state).body;
  const addendum = addendaOf(state).at(-1);
  const last = countersignaturesOf(state).at(-1);
  return {
    recordSha256,
    addendumSha256: addendum === undefined ? null : addendumSha256({ ...addendum, recordSha256 }),
    previousSha256: last === undefined ? null : countersignatureSha256({ ...last, recordSha256 }),
    printedName: signer.printedName,
    credential: signer.credential,
    meaning: signer.meaning,
    signedAt: signer.signedAt,
  };
}

/**
 * The signed record of a session, from its journal alone.
 * @throws Error for a session that is not signed.
 */
export function buildSignedRecord(state: SessionState): SignedRecord {
  const { event, body } = signedEventOf(state);
  const { record } = recordToSign(state);
  const countersignatures = countersignaturesOf(state);
  return {
    format: 'vigil-record',
    version: 1,
    record,
    // What was signed, not what would be signed now: a difference has to be found, never healed.
    recordSha256: body.recordSha256,
    signature: {
      printedName: body.printedName,
      credential: body.credential,
      meaning: body.meaning,
      signedAt: signedAtOf(event.recordedAt),
      publicKeyHex: body.publicKeyHex,
      signatureHex: body.signatureHex,
    },
    addenda: addendaOf(state),
    ...(countersignatures.length === 0 ? {} : { countersignatures }),
  };
}

/** The text of a record's file: canonical JSON and a line's end. */
export function recordFileText(record: SignedRecord): string {
  return `${canonicalJson(record)}\n`;
}

function signedEventOf(state: SessionState): { readonly event: SessionEvent; readonly body: BodyOf<'signed'> } {
  for (const event of state.events) {
    if (event.body.type === 'signed') return { event, body: event.body };
  }
  throw new Error('the session is not signed');
}

function addendaOf(state: SessionState): SignedAddendum[] {
  const recordSha256 = signedEventOf(state).body.recordSha256;
  const addenda: SignedAddendum[] = [];
  for (const event of state.events) {
    const { body } = event;
    if (body.type !== 'addendum-added') continue;
    const last = addenda.at(-1);
    addenda.push({
      previousSha256: last === undefined ? null : addendumSha256({ ...last, recordSha256 }),
      text: body.text,
      printedName: body.printedName,
      credential: body.credential,
      at: signedAtOf(event.recordedAt),
      publicKeyHex: body.publicKeyHex,
      signatureHex: body.signatureHex,
    });
  }
  return addenda;
}

/** Each names the last addendum that stood before it in the journal. */
function countersignaturesOf(state: SessionState): Countersignature[] {
  const { recordSha256 } = signedEventOf(state).body;
  const addenda = addendaOf(state);
  const signed: Countersignature[] = [];
  let read: string | null = null;
  let addendum = 0;
  for (const { body, recordedAt } of state.events) {
    if (body.type === 'addendum-added') {
      const added = addenda[addendum];
      read = added === undefined ? read : addendumSha256({ ...added, recordSha256 });
      addendum += 1;
    }
    if (body.type !== 'countersigned') continue;
    const last = signed.at(-1);
    signed.push({
      addendumSha256: read,
      previousSha256: last === undefined ? null : countersignatureSha256({ ...last, recordSha256 }),
      printedName: body.printedName,
      credential: body.credential,
      meaning: body.meaning,
      signedAt: signedAtOf(recordedAt),
      publicKeyHex: body.publicKeyHex,
      signatureHex: body.signatureHex,
    });
  }
  return signed;
}
