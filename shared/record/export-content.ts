import type { SessionEvent } from '../session/event.ts';
import { canonicalJson } from './canonical-json.ts';
import type { RecordDocument } from './document.ts';
import { draftFromMedicalEvents } from './draft.ts';
import type { RecordView } from './record-view.ts';
import { isRedacted, leftOutSentences, type Redaction, redactEvents } from './redaction.ts';
import {
  type Countersignature,
  type RecordSignature,
  recordFileText,
  type SignedAddendum,
  type SignedRecord,
} from './signed-record.ts';
import { counted } from './wording.ts';

/** What every form of one exported copy is written from. */
export type ExportContent = {
  readonly document: RecordDocument;
  /** The events that the document was drafted from; without the process notes. */
  readonly events: readonly SessionEvent[];
  /** Of the whole record, as it was signed. */
  readonly recordSha256: string;
  readonly signature: RecordSignature;
  readonly addenda: readonly SignedAddendum[];
  readonly countersignatures: readonly Countersignature[];
  readonly redaction: Redaction;
  /** What this copy leaves out, a sentence each; empty where that is nothing. */
  readonly leftOut: readonly string[];
};

/** The copy of a signed record that leaves out what `redaction` says. */
export function exportContent(record: SignedRecord, redaction: Redaction): ExportContent {
  const { document, journal } = record.record;
  const { recordSha256, signature, addenda, countersignatures = [] } = record;
  const events = journal.flatMap((line) => ('event' in line ? [line.event] : []));
  const kept = keptApart(document.leftOutEntries);
  if (!isRedacted(redaction)) {
    return { document, events, recordSha256, signature, addenda, countersignatures, redaction, leftOut: kept };
  }
  const redacted = redactEvents(
    events,
    addenda.map((addendum) => addendum.text),
    redaction,
  );
  return {
    document: draftFromMedicalEvents(redacted.events, document.leftOutEntries),
    events: redacted.events,
    recordSha256,
    signature,
    addenda: addenda.map((addendum, index) => ({ ...addendum, text: redacted.addendumTexts[index] ?? '' })),
    countersignatures,
    redaction,
    leftOut: [...kept, ...leftOutSentences(redaction, redacted)],
  };
}

function keptApart(entries: number): string[] {
  return entries === 0 ? [] : [`${counted(entries, 'entry', 'entries')} of the process notes, which are kept apart.`];
}

/** A copy for people. */
export function viewOfContent(content: ExportContent): RecordView {
  const { document, recordSha256, signature, addenda, countersignatures, redaction, leftOut } = content;
  return {
    document,
    signed: { recordSha256, signature, addenda, countersignatures },
    leftOut: isRedacted(redaction) ? leftOut : [],
  };
}

/** A redacted copy as a file. It cannot be verified by itself: only the whole record is what was signed. */
export type RedactedRecord = {
  readonly format: 'vigil-redacted-record';
  readonly version: 1;
  readonly redaction: Redaction;
  readonly leftOut: readonly string[];
  readonly document: RecordDocument;
  /**
   * Names the whole record. What is left out cannot be guessed and tried against the hash: it is over the journal with
   * its random ids too, and the copy has none of them.
   */
  readonly wholeRecord: {
    readonly recordSha256: string;
    readonly signature: RecordSignature;
    readonly countersignatures?: readonly Countersignature[];
  };
  readonly addenda: readonly Pick<SignedAddendum, 'text' | 'printedName' | 'credential' | 'at'>[];
};

/** The copy as JSON: the signed record's own file where nothing is left out, else a redacted record's. */
export function contentJson(record: SignedRecord, content: ExportContent): string {
  if (!isRedacted(content.redaction)) return recordFileText(record);
  const { document, recordSha256, signature, addenda, countersignatures, redaction, leftOut } = content;
  const copy: RedactedRecord = {
    format: 'vigil-redacted-record',
    version: 1,
    redaction,
    leftOut,
    document,
    wholeRecord: { recordSha256, signature, ...(countersignatures.length === 0 ? {} : { countersignatures }) },
    addenda: addenda.map(({ text, printedName, credential, at }) => ({ text, printedName, credential, at })),
  };
  return `${canonicalJson(copy)}\n`;
}
