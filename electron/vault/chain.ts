import { createHmac, createSecretKey } from 'node:crypto';
import { associatedData, envelopeKinds } from './associated-data.ts';
import { subkey } from './subkey.ts';

/** Computes the links of one journal's hash chain. */
export type Chain = {
  /** The link before the first entry. */
  readonly first: Uint8Array;
  /** The link of an entry that follows `previous`. */
  readonly next: (previous: Uint8Array, sequence: number, envelope: Uint8Array) => Uint8Array;
};

/**
 * link 0 = HMAC-SHA-256(chain key, "VIGILLK1" | vault id | journal id);
 * link n = HMAC-SHA-256(chain key, link n-1 | associated data of entry n | envelope n).
 * Whoever lacks the journal's log key can neither change, swap, drop nor add an entry unseen.
 */
export function chainOf(logKey: Uint8Array, vaultId: Uint8Array, journalId: Uint8Array, keyId: Uint8Array): Chain {
  const bytes = subkey(logKey, vaultId, 'chain');
  // Made once: handing the bytes over for each link costs four times the link itself.
  const key = createSecretKey(bytes);
  bytes.fill(0);
  const first = createHmac('sha256', key).update('VIGILLK1', 'ascii').update(vaultId).update(journalId).digest();
  return {
    first,
    next: (previous, sequence, envelope) =>
      createHmac('sha256', key)
        .update(previous)
        .update(associatedData({ kind: envelopeKinds.event, vaultId, journalId, sequence, keyId }))
        .update(envelope)
        .digest(),
  };
}
