import { envelopeKinds, type Place } from './associated-data.ts';
import { open, seal } from './envelope.ts';
import { uuidBytes } from './identifier.ts';
import type { RandomBytes } from './randomness.ts';

/** `clinic`: patients, courses, settings; `audit`: what was done with the vault; one of each. `session`: one medicine session. */
export type JournalKind = 'clinic' | 'session' | 'audit';

const kinds = ['clinic', 'session', 'audit'] as const satisfies readonly JournalKind[];
const kindNumbers: Readonly<Record<JournalKind, number>> = { clinic: 1, session: 2, audit: 3 };

/** The random keys of one journal. Without the seal key its words are gone; the log key still tells that nothing was changed. */
export type JournalKeys = {
  readonly journalId: string;
  readonly kind: JournalKind;
  readonly keyId: Uint8Array;
  readonly sealKey: Uint8Array;
  readonly logKey: Uint8Array;
};

/** A journal's keys as they stand on disk, each wrapped by the vault. */
export type JournalKeyRecord = {
  readonly journalId: string;
  readonly keyId: Uint8Array;
  readonly wrappedSealKey: Uint8Array;
  readonly wrappedLogKey: Uint8Array;
};

/** The length of each wrapped key: 58 bytes of envelope, 32 of key, 1 of kind. */
export const wrappedKeyBytes = 91;

/** The key that wraps journals' keys, and where it belongs. */
export type JournalKeyWrapping = {
  readonly key: Uint8Array;
  readonly vaultId: Uint8Array;
  readonly vaultKeyId: Uint8Array;
};

/** New random keys for a journal. */
export function newJournalKeys(journalId: string, kind: JournalKind, randomBytes: RandomBytes): JournalKeys {
  return {
    journalId,
    kind,
    keyId: randomBytes(16),
    sealKey: Uint8Array.from(randomBytes(32)),
    logKey: Uint8Array.from(randomBytes(32)),
  };
}

/** Wraps both keys, each with the journal's kind behind it. */
export function wrapJournalKeys(
  keys: JournalKeys,
  wrapping: JournalKeyWrapping,
  randomBytes: RandomBytes,
): JournalKeyRecord {
  const wrap = (which: 'journalSealKey' | 'journalLogKey', key: Uint8Array) => {
    const content = Uint8Array.of(...key, kindNumbers[keys.kind]);
    const wrapped = seal(wrapping.key, placeOf(which, keys.journalId, keys.keyId, wrapping), content, randomBytes);
    content.fill(0);
    return wrapped;
  };
  return {
    journalId: keys.journalId,
    keyId: keys.keyId,
    wrappedSealKey: wrap('journalSealKey', keys.sealKey),
    wrappedLogKey: wrap('journalLogKey', keys.logKey),
  };
}

/** The keys of a record, or null when it is damaged or belongs to another vault or journal. */
export function unwrapJournalKeys(record: JournalKeyRecord, wrapping: JournalKeyWrapping): JournalKeys | null {
  const { journalId, keyId } = record;
  const seal = open(wrapping.key, placeOf('journalSealKey', journalId, keyId, wrapping), record.wrappedSealKey);
  const log = open(wrapping.key, placeOf('journalLogKey', journalId, keyId, wrapping), record.wrappedLogKey);
  if (seal?.length !== 33 || log?.length !== 33 || seal[32] !== log[32]) return null;
  const kind = kinds.find((known) => kindNumbers[known] === log[32]) ?? null;
  if (kind === null) return null;
  return { journalId, kind, keyId, sealKey: seal.subarray(0, 32), logKey: log.subarray(0, 32) };
}

function placeOf(
  kind: 'journalSealKey' | 'journalLogKey',
  journalId: string,
  keyId: Uint8Array,
  wrapping: JournalKeyWrapping,
): Place {
  return {
    kind: envelopeKinds[kind],
    vaultId: wrapping.vaultId,
    journalId: uuidBytes(journalId),
    itemId: keyId,
    sequence: 0,
    keyId: wrapping.vaultKeyId,
  };
}
