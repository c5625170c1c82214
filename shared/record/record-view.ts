import type { RecordDocument } from './document.ts';
import type { Countersignature, RecordSignature, SignedAddendum } from './signed-record.ts';

/** What is written out for people: the document, and its signature and addenda where there are any. */
export type RecordView = {
  readonly document: RecordDocument;
  readonly signed: {
    readonly recordSha256: string;
    readonly signature: RecordSignature;
    readonly addenda: readonly SignedAddendum[];
    readonly countersignatures: readonly Countersignature[];
  } | null;
  /** What a redacted copy leaves out, a sentence each; empty where it is whole. */
  readonly leftOut: readonly string[];
};

/** A draft for people: shown as not signed. */
export function viewOfDraft(document: RecordDocument): RecordView {
  return { document, signed: null, leftOut: [] };
}

/** The title: `Medicine session 2 of 6, 2026-11-23`. */
export function recordTitle({ header }: RecordDocument): string {
  const kind = header.sessionKind === 'medicine' ? 'Medicine session' : 'Maintenance session';
  return `${kind} ${header.sessionNumber} of ${header.sessionOf}, ${header.date}`;
}

/** A signature's or an addendum's time for people, with its offset: `2026-11-23 16:05:09 +01:00`. */
export function statedTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} ${iso.slice(23)}`;
}

/** A name with its credential. */
export function nameWithCredential(by: { readonly printedName: string; readonly credential: string }): string {
  return by.credential === '' ? by.printedName : `${by.printedName}, ${by.credential}`;
}
