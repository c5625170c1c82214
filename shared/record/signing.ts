import type { BodyOf } from '../session/event.ts';
import type { Instant } from '../session/moment.ts';
import { canonicalBytes, canonicalSha256 } from './canonical-json.ts';
import { isoTime } from './record-time.ts';

/** Everything that a signature binds together: what was signed, by whom, in which meaning, when. */
export type SignedStatement = {
  readonly recordSha256: string;
  readonly printedName: string;
  readonly credential: string;
  readonly meaning: BodyOf<'signed'>['meaning'];
  /** ISO 8601 with offset, to the millisecond; see `signedAtOf`. */
  readonly signedAt: string;
};

/** Everything that an addendum's signature binds together. */
export type AddendumStatement = {
  readonly recordSha256: string;
  /** `addendumSha256` of the addendum before it; null for the first. */
  readonly previousSha256: string | null;
  readonly text: string;
  readonly printedName: string;
  readonly credential: string;
  readonly at: string;
};

/** Everything that a second signer's signature binds together. */
export type CountersignatureStatement = {
  readonly recordSha256: string;
  /** `addendumSha256` of the last addendum that was there to be read; null where there was none. */
  readonly addendumSha256: string | null;
  /** `countersignatureSha256` of the countersignature before it; null for the first. */
  readonly previousSha256: string | null;
  readonly printedName: string;
  readonly credential: string;
  readonly meaning: BodyOf<'countersigned'>['meaning'];
  readonly signedAt: string;
};

/** The time of a signature or an addendum: the moment at which its event was recorded. */
export function signedAtOf(recordedAt: Pick<Instant, 'wallMs' | 'utcOffsetMinutes'>): string {
  return isoTime(recordedAt);
}

/** The bytes that are signed with Ed25519: neither name, meaning nor time can be taken over to another record. */
export function signingBytes(statement: SignedStatement): Uint8Array {
  const { recordSha256, printedName, credential, meaning, signedAt } = statement;
  return canonicalBytes({ recordSha256, printedName, credential, meaning, signedAt });
}

/** The bytes of an addendum that are signed with Ed25519: its text, its record and its place after the one before it. */
export function addendumBytes(statement: AddendumStatement): Uint8Array {
  const { recordSha256, previousSha256, text, printedName, credential, at } = statement;
  return canonicalBytes({ recordSha256, previousSha256, text, printedName, credential, at });
}

/** The hash of an addendum with its signature, which the next addendum names; lower-case hex. */
export function addendumSha256(addendum: AddendumStatement & { readonly signatureHex: string }): string {
  const { recordSha256, previousSha256, text, printedName, credential, at, signatureHex } = addendum;
  return canonicalSha256({ recordSha256, previousSha256, text, printedName, credential, at, signatureHex });
}

/** The bytes of a countersignature that are signed with Ed25519: its record, and every addendum that was read with it. */
export function countersignatureBytes(statement: CountersignatureStatement): Uint8Array {
  return canonicalBytes(countersignatureMembers(statement));
}

/** The hash of a countersignature with its signature, which the next one names; lower-case hex. */
export function countersignatureSha256(signed: CountersignatureStatement & { readonly signatureHex: string }): string {
  return canonicalSha256({ ...countersignatureMembers(signed), signatureHex: signed.signatureHex });
}

function countersignatureMembers(statement: CountersignatureStatement): CountersignatureStatement {
  const { recordSha256, previousSha256, printedName, credential, meaning, signedAt } = statement;
  return {
    recordSha256,
    addendumSha256: statement.addendumSha256,
    previousSha256,
    printedName,
    credential,
    meaning,
    signedAt,
  };
}

/** Twelve digits of a hash in groups of four, for reading aloud and comparing with print: `3F9A-1C2B-77D0`. */
export function shortCode(hex: string): string {
  return (hex.slice(0, 12).match(/.{4}/g) ?? []).join('-').toUpperCase();
}
