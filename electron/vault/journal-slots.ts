import { createHmac } from 'node:crypto';
import { envelopeKinds, type Place } from './associated-data.ts';
import type { VaultDatabase } from './database.ts';
import { open, seal } from './envelope.ts';
import { uuidBytes } from './identifier.ts';
import type { JournalKeys } from './journal-keys.ts';
import { pad, unpad } from './padding.ts';
import type { RandomBytes } from './randomness.ts';
import { subkey } from './subkey.ts';

/** Where slots are read and written: a database, and the keys of the journal that they belong to. */
export type SlotPlace = {
  readonly database: VaultDatabase;
  readonly vaultId: Uint8Array;
  readonly keys: JournalKeys;
};

/** A slot's text, in an object, so that no text is taken for a sign of damage. */
export type SlotContent = { readonly content: string };

/**
 * Overwrites a slot.
 * @throws SQLite's error.
 */
export function writeSlot(place: SlotPlace, slot: string, text: string, randomBytes: RandomBytes): void {
  const { database, vaultId, keys } = place;
  const journalId = uuidBytes(keys.journalId);
  const slotId = slotIdOf(place, slot);
  const counter = (database.slot(journalId, slotId)?.counter ?? 0) + 1;
  const padded = pad(Buffer.from(text, 'utf8'));
  const envelope = seal(keys.sealKey, placeOf(vaultId, keys, slotId, counter), padded, randomBytes);
  padded.fill(0);
  database.putSlot(journalId, slotId, { counter, envelope });
}

/**
 * A slot's text; null when it was never written.
 * @throws SQLite's error.
 */
export function readSlot(place: SlotPlace, slot: string): SlotContent | 'damaged' | null {
  const slotId = slotIdOf(place, slot);
  const row = place.database.slot(uuidBytes(place.keys.journalId), slotId);
  if (row === null) return null;
  return slotText(place, { slotId, ...row }) ?? 'damaged';
}

/** What a slot's row holds; null when it is damaged. */
export function slotText(
  { vaultId, keys }: Pick<SlotPlace, 'vaultId' | 'keys'>,
  row: { readonly slotId: Uint8Array; readonly counter: number; readonly envelope: Uint8Array },
): SlotContent | null {
  const padded = open(keys.sealKey, placeOf(vaultId, keys, row.slotId, row.counter), row.envelope);
  const content = padded === null ? null : unpad(padded);
  return content === null ? null : { content: Buffer.from(content).toString('utf8') };
}

function slotIdOf({ vaultId, keys }: SlotPlace, slot: string): Uint8Array {
  const key = subkey(keys.logKey, vaultId, 'slot-names');
  const slotId = createHmac('sha256', key).update(slot, 'utf8').digest().subarray(0, 16);
  key.fill(0);
  return slotId;
}

function placeOf(vaultId: Uint8Array, keys: JournalKeys, slotId: Uint8Array, counter: number): Place {
  return {
    kind: envelopeKinds.slot,
    vaultId,
    journalId: uuidBytes(keys.journalId),
    itemId: slotId,
    sequence: counter,
    keyId: keys.keyId,
  };
}
