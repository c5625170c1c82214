import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { addendumToSign, countersignatureToSign, recordToSign } from '../../shared/record/signed-record.ts';
import { addendumBytes, countersignatureBytes, signedAtOf, signingBytes } from '../../shared/record/signing.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';

/** A signing key of a vault that does not exist. */
export const secretKey = new Uint8Array(32).map((_, index) => index + 1);
const publicKeyHex = bytesToHex(ed25519.getPublicKey(secretKey));

function nextEvent(events: readonly SessionEvent[], body: SessionEvent['body']): SessionEvent {
  const last = events.at(-1);
  if (last === undefined) throw new Error('the journal is empty');
  const elapsedMs = last.recordedAt.elapsedMs + 60_000;
  const wallMs = last.recordedAt.wallMs + 60_000;
  return {
    eventId: `event-signed-${events.length}`,
    sequence: events.length + 1,
    recordedAt: { ...last.recordedAt, elapsedMs, wallMs },
    happenedAt: { elapsedMs, wallMs, utcOffsetMinutes: last.recordedAt.utcOffsetMinutes },
    by: 'Ines Halloran',
    body,
  };
}

/** The journal with its signature at the end, as the vault's key would have made it. */
export function signJournal(events: readonly SessionEvent[]): SessionEvent[] {
  const { recordSha256 } = recordToSign(replay(events));
  const unsigned = {
    type: 'signed',
    printedName: 'Ines Halloran',
    credential: 'LMFT',
    meaning: 'author',
    recordSha256,
  } as const;
  const event = nextEvent(events, { ...unsigned, signatureHex: '', publicKeyHex });
  const bytes = signingBytes({ ...unsigned, signedAt: signedAtOf(event.recordedAt) });
  const signatureHex = bytesToHex(ed25519.sign(bytes, secretKey));
  return [...events, { ...event, body: { ...unsigned, signatureHex, publicKeyHex } }];
}

type Key = { readonly secretKey: Uint8Array; readonly printedName: string; readonly credential: string };
const author: Key = { secretKey, printedName: 'Ines Halloran', credential: 'LMFT' };
/** Somebody else who has a key of their own. */
export const supervisor: Key = {
  secretKey: new Uint8Array(32).map((_, index) => index + 101),
  printedName: 'Ruben Castell',
  credential: 'MD',
};

/** The signed journal with one more addendum. */
export function addAddendum(events: readonly SessionEvent[], text: string, key: Key = author): SessionEvent[] {
  const { secretKey, ...by } = key;
  const publicKeyHex = bytesToHex(ed25519.getPublicKey(secretKey));
  const draft = { type: 'addendum-added', addendumId: `addendum-${events.length}`, text, ...by } as const;
  const event = nextEvent(events, { ...draft, recordSha256: '', signatureHex: '', publicKeyHex });
  const statement = addendumToSign(replay(events), { text, ...by, at: signedAtOf(event.recordedAt) });
  const signatureHex = bytesToHex(ed25519.sign(addendumBytes(statement), secretKey));
  const { recordSha256 } = statement;
  return [...events, { ...event, body: { ...draft, recordSha256, signatureHex, publicKeyHex } }];
}

/** The signed journal with a second signer's signature. */
export function countersign(events: readonly SessionEvent[], key: Key = supervisor): SessionEvent[] {
  const { secretKey, ...by } = key;
  const publicKeyHex = bytesToHex(ed25519.getPublicKey(secretKey));
  const draft = { type: 'countersigned', ...by, meaning: 'supervisor' } as const;
  const event = nextEvent(events, { ...draft, recordSha256: '', signatureHex: '', publicKeyHex });
  const statement = countersignatureToSign(replay(events), { ...draft, signedAt: signedAtOf(event.recordedAt) });
  const signatureHex = bytesToHex(ed25519.sign(countersignatureBytes(statement), secretKey));
  const { recordSha256 } = statement;
  return [...events, { ...event, body: { ...draft, recordSha256, signatureHex, publicKeyHex } }];
}

/** Signs bytes as the vault of that key would. */
export async function signBytes(bytesHex: string) {
  const signatureHex = bytesToHex(ed25519.sign(hexToBytes(bytesHex), secretKey));
  return { ok: true, value: { signatureHex, publicKeyHex } } as const;
}
