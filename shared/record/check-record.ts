import { canonicalJson, canonicalSha256 } from './canonical-json.ts';
import { draftVersion } from './document.ts';
import { draftFromMedicalEvents } from './draft.ts';
import { signedRecordSchema, type UncheckedRecord } from './record-schema.ts';
import { nextLink } from './signed-record.ts';
import {
  addendumBytes,
  addendumSha256,
  countersignatureBytes,
  countersignatureSha256,
  signingBytes,
} from './signing.ts';
import { isSignedBy } from './signing-check.ts';

/** Something that is wrong with a record: a stable code and one sentence. */
export type Finding = { readonly code: string; readonly sentence: string };

/** What can be said of a record's file. `unknown`: it was written by a newer version, or it is no record at all. */
export type RecordVerdict =
  | { readonly kind: 'whole'; readonly record: UncheckedRecord; readonly remarks: readonly string[] }
  | { readonly kind: 'not-whole'; readonly findings: readonly Finding[] }
  | { readonly kind: 'unknown'; readonly findings: readonly Finding[] };

/**
 * Whether the text of a record's file is whole and untouched: its form, the chain of its journal, its hash, its
 * signature, its addenda in their order, and whether the document is the one that the journal gives.
 * Proves that nothing changed since the key signed; whose key it is has to be known from elsewhere.
 */
export function checkRecord(text: string): RecordVerdict {
  const parsed = parse(text);
  if (parsed === null) return notWhole('not-json', 'The file is damaged: it is not whole JSON.');
  const version = versionOf(parsed.value);
  if (version === null) return unknown('not-a-record', 'The file is not a record of Vigil.');
  if (version !== 1) return unknown('newer-version', 'The record was written by a newer version of Vigil.');
  if (text !== `${canonicalJson(parsed.value)}\n`) {
    return notWhole('not-canonical', 'The file’s text is not as Vigil wrote it.');
  }
  if (!hasShape(parsed.value)) {
    const path = signedRecordSchema.safeParse(parsed.value).error?.issues[0]?.path.join('.') ?? '';
    return notWhole('wrong-shape', `Something in the record is missing or is not as it should be: ${path}.`);
  }
  const record = parsed.value;
  const altered = [...chainFindings(record), ...hashFindings(record)];
  // Signatures are over the hash: where that is wrong already they say nothing more.
  const findings =
    altered.length > 0
      ? altered
      : [...signatureFindings(record), ...addendaFindings(record), ...countersignatureFindings(record)];
  if (findings.length > 0) return { kind: 'not-whole', findings };
  return withDocument(record);
}

function notWhole(code: string, sentence: string): RecordVerdict {
  return { kind: 'not-whole', findings: [{ code, sentence }] };
}

function unknown(code: string, sentence: string): RecordVerdict {
  return { kind: 'unknown', findings: [{ code, sentence }] };
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function versionOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('format' in value) || !('version' in value)) return null;
  return value.format === 'vigil-record' && typeof value.version === 'number' ? value.version : null;
}

/** The hashes are over the file's own values, so the parsed JSON is used as it is, not what a schema makes of it. */
function hasShape(value: unknown): value is UncheckedRecord {
  return signedRecordSchema.safeParse(value).success;
}

function chainFindings(record: UncheckedRecord): Finding[] {
  let link: string | null = null;
  const seen = new Set<string>();
  for (const [index, line] of record.record.journal.entries()) {
    const sequence: number = 'event' in line ? line.event.sequence : line.sequence;
    const eventSha256: string = 'event' in line ? canonicalSha256(line.event) : line.eventSha256;
    link = nextLink(link, eventSha256);
    if (sequence !== index + 1 || line.chainSha256 !== link || seen.has(eventSha256)) {
      return [
        {
          code: 'chain-broken',
          sentence: `Entry ${index + 1} of the journal was altered, or one was dropped, moved or doubled there.`,
        },
      ];
    }
    seen.add(eventSha256);
  }
  return [];
}

function hashFindings(record: UncheckedRecord): Finding[] {
  return canonicalSha256(record.record) === record.recordSha256
    ? []
    : [{ code: 'record-altered', sentence: 'The record is not the one that was signed: its hash differs.' }];
}

function signatureFindings(record: UncheckedRecord): Finding[] {
  const { signature, recordSha256 } = record;
  return isSignedBy(signingBytes({ ...signature, recordSha256 }), signature)
    ? []
    : [
        {
          code: 'signature-invalid',
          sentence: 'The signature does not belong to this record, name, meaning and time.',
        },
      ];
}

function addendaFindings(record: UncheckedRecord): Finding[] {
  const { recordSha256, signature } = record;
  const keys = new Set([signature, ...(record.countersignatures ?? [])].map((signed) => signed.publicKeyHex));
  const findings: Finding[] = [];
  let previousSha256: string | null = null;
  for (const [index, addendum] of record.addenda.entries()) {
    const statement = { ...addendum, recordSha256 };
    if (addendum.previousSha256 !== previousSha256) {
      findings.push({
        code: 'addendum-moved',
        sentence: `Addendum ${index + 1} does not follow the one before it: one was dropped, moved or altered.`,
      });
    }
    if (!keys.has(addendum.publicKeyHex)) {
      findings.push({
        code: 'addendum-other-key',
        sentence: `Addendum ${index + 1} was signed with another key than the record and its countersignatures.`,
      });
    }
    if (!isSignedBy(addendumBytes(statement), addendum)) {
      findings.push({
        code: 'addendum-invalid',
        sentence: `The signature of addendum ${index + 1} does not belong to its text, name and time.`,
      });
    }
    previousSha256 = addendumSha256(statement);
  }
  return findings;
}

function countersignatureFindings(record: UncheckedRecord): Finding[] {
  const { recordSha256 } = record;
  const read = [null, ...record.addenda.map((addendum) => addendumSha256({ ...addendum, recordSha256 }))];
  const keys = new Set([record.signature.publicKeyHex]);
  const findings: Finding[] = [];
  let previousSha256: string | null = null;
  let readBefore = 0;
  for (const [index, signed] of (record.countersignatures ?? []).entries()) {
    const statement = { ...signed, recordSha256 };
    const readTo = read.indexOf(signed.addendumSha256);
    if (signed.previousSha256 !== previousSha256 || readTo < readBefore) {
      findings.push({
        code: 'countersignature-moved',
        sentence: `Countersignature ${index + 1} does not follow what it was put under: something was dropped, moved or altered.`,
      });
    }
    if (keys.has(signed.publicKeyHex)) {
      findings.push({
        code: 'countersignature-same-key',
        sentence: `Countersignature ${index + 1} is by a key that had signed already.`,
      });
    }
    if (!isSignedBy(countersignatureBytes(statement), signed)) {
      findings.push({
        code: 'countersignature-invalid',
        sentence: `Countersignature ${index + 1} does not belong to this record, name, meaning and time.`,
      });
    }
    keys.add(signed.publicKeyHex);
    previousSha256 = countersignatureSha256(statement);
    readBefore = Math.max(readBefore, readTo);
  }
  return findings;
}

/** The document has to be the one that the journal gives, by the rules it says it was drafted by. */
function withDocument(record: UncheckedRecord): RecordVerdict {
  const { document, journal } = record.record;
  if (document.draftVersion !== draftVersion) {
    return {
      kind: 'whole',
      record,
      remarks: ['The document was drafted by another version of Vigil and was not drafted again for comparison.'],
    };
  }
  return redrafted(journal) === canonicalJson(document)
    ? { kind: 'whole', record, remarks: [] }
    : notWhole('document-differs', 'The document says something else than the journal beside it.');
}

/** The canonical JSON of the document that a journal gives; null where it gives none. */
function redrafted(journal: UncheckedRecord['record']['journal']): string | null {
  const events = journal.flatMap((line) => ('event' in line ? [line.event] : []));
  try {
    return canonicalJson(draftFromMedicalEvents(events, journal.length - events.length));
  } catch {
    // Somebody else's key can sign a journal that no session ever wrote: unopened, or with times outside all calendars.
    return null;
  }
}
