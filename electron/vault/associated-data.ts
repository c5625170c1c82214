/** What an envelope holds. The number is part of the associated data, so one kind is never taken for another. */
export const envelopeKinds = {
  event: 1,
  slot: 2,
  journalSealKey: 3,
  journalLogKey: 4,
  vaultKey: 5,
  /** Up to version 2: under the vault key. */
  signingSeed: 6,
  head: 7,
  slotAbout: 8,
  boxedVaultKey: 9,
  previousVaultKey: 10,
  boxedSigningSeed: 11,
} as const;

export const envelopeVersion = 1;
/** XChaCha20-Poly1305 with a random 24-byte nonce. */
export const envelopeAlgorithm = 1;

const magic = Buffer.from('VIGILAD1', 'ascii');
const nothing = new Uint8Array(16);

/** The place of an envelope: where it stands is bound to what it says. Ids are 16 bytes each, zero where they do not apply. */
export type Place = {
  readonly kind: (typeof envelopeKinds)[keyof typeof envelopeKinds];
  readonly vaultId: Uint8Array;
  readonly journalId?: Uint8Array;
  readonly itemId?: Uint8Array;
  /** The entry's number, a slot's or head's counter, else 0. */
  readonly sequence: number;
  /** The id of the key that seals. */
  readonly keyId: Uint8Array;
  /** Further bytes that are bound: the key derivation's parameters of a key slot. */
  readonly extra?: Uint8Array;
};

/**
 * The associated data of an envelope: 84 bytes, then `extra`.
 * "VIGILAD1" | version | algorithm | kind | 0 | vault id | journal id | item id | sequence (64 bit, big endian) | key id
 */
export function associatedData(place: Place): Uint8Array {
  const head = Buffer.alloc(84);
  magic.copy(head, 0);
  head.writeUInt8(envelopeVersion, 8);
  head.writeUInt8(envelopeAlgorithm, 9);
  head.writeUInt8(place.kind, 10);
  head.set(place.vaultId, 12);
  head.set(place.journalId ?? nothing, 28);
  head.set(place.itemId ?? nothing, 44);
  head.writeBigUInt64BE(BigInt(place.sequence), 60);
  head.set(place.keyId, 68);
  return place.extra === undefined ? head : Buffer.concat([head, place.extra]);
}
