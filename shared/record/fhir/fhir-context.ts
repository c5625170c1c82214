import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { replay } from '../../session/evolve.ts';
import type { Instant } from '../../session/moment.ts';
import type { SessionState } from '../../session/state.ts';
import { type Entry, entriesOf, type RecordContext, remarksOf } from '../entries.ts';
import type { ExportContent } from '../export-content.ts';
import { recordContext } from '../record-context.ts';
import { isoTime } from '../record-time.ts';
import { ownSystem } from './codes.ts';
import type { Annotation, Identifier, Period, Reference } from './resources.ts';

/** What every resource of one copy of a record is made from. */
export type FhirContext = {
  readonly content: ExportContent;
  readonly state: SessionState;
  readonly entries: readonly Entry[];
  readonly record: RecordContext;
  /** The id of a resource of this copy; the same for the same name in the same copy, always. */
  readonly idOf: (name: string) => string;
  readonly patient: Reference;
  readonly therapist: Reference;
  readonly encounter: Reference;
};

/** The context of one copy. */
export function fhirContext(content: ExportContent): FhirContext {
  const state = replay(content.events);
  const { withoutName, withoutFreeText } = content.redaction;
  // A copy that leaves something out has ids of its own: on a receiver's server it must not go over the whole one.
  const copy = `${withoutName ? 'n' : ''}${withoutFreeText ? 't' : ''}`;
  const idOf = (name: string) => uuidOf(`record|${content.recordSha256}|${copy}|${name}`);
  const { clinician, patient } = content.document.header;
  return {
    content,
    state,
    entries: entriesOf(content.events),
    record: recordContext(state),
    idOf,
    patient: referenceTo(patientId(patient.patientId, withoutName)),
    therapist: referenceTo(practitionerId(clinician.name, clinician.credential)),
    encounter: referenceTo(idOf('encounter')),
  };
}

/** The id of a patient, the same in every session. */
export function patientId(ownId: string, withoutName: boolean): string {
  return uuidOf(`patient|${withoutName ? 'n' : ''}|${ownId}`);
}

/** The id of somebody who treats, the same in every session. */
export function practitionerId(name: string, credential: string): string {
  return uuidOf(JSON.stringify(['practitioner', name, credential]));
}

/** The id of a clinic, the same in every session. */
export function organizationId(name: string, address: string): string {
  return uuidOf(JSON.stringify(['clinic', name, address]));
}

/** A UUID that a text always gives: the first half of its SHA-256 as version 8 (RFC 9562, section 5.8). */
export function uuidOf(text: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(text)));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A reference to a resource of the same bundle. */
export function referenceTo(id: string, display?: string): Reference {
  return { reference: `urn:uuid:${id}`, display };
}

/** An identifier that Vigil gave. */
export function ownIdentifier(
  what: 'patient' | 'record' | 'reading' | 'dose' | 'monitor' | 'resource',
  value: string,
): Identifier {
  return { system: `${ownSystem}/NamingSystem/${what}`, value };
}

/**
 * A span by the wall clock. A period may not end before it begins, so where the clock was set back within it the end is
 * counted from its beginning by elapsed time.
 */
export function periodOf(from: Instant, until: Instant | null): Period {
  const start = isoTime(from);
  if (until === null) return { start };
  const elapsedMs = Math.max(0, until.elapsedMs - from.elapsedMs);
  const end = until.wallMs >= from.wallMs ? until : { ...from, wallMs: from.wallMs + elapsedMs };
  return { start, end: isoTime(end) };
}

/** The entry of an event; every fact of the state has one. */
export function entryOf(context: FhirContext, eventId: string): Entry {
  const found = context.entries.find((entry) => entry.event.eventId === eventId);
  if (found === undefined) throw new Error('a fact of the state has no entry');
  return found;
}

/** What has to be known of an entry, and what else is to be said, as notes; none where that is nothing. */
export function notesOf(context: FhirContext, entry: Entry | null, ...more: readonly string[]): Annotation[] {
  const remarks = entry === null ? [] : remarksOf(entry, context.record);
  return [...more, ...remarks].filter((text) => text !== '').map((text) => ({ text }));
}

/** When an entry happened, when it was recorded, and by whom it was observed. */
export function observed(context: FhirContext, entry: Entry) {
  return {
    subject: context.patient,
    encounter: context.encounter,
    effectiveDateTime: isoTime(entry.effective.happenedAt),
    issued: isoTime(entry.event.recordedAt),
    performer: [context.therapist],
  };
}
