import type { Outcome } from '../../shared/problem.ts';
import { envelopeKinds } from './associated-data.ts';
import { open } from './envelope.ts';
import {
  authenticatedHeader,
  formatVersion,
  type Header,
  type HeaderContent,
  headerMacKey,
  type PassphraseSlot,
  type SigningKey,
} from './header.ts';
import { headerMagic } from './header-parts.ts';
import type { HeaderVersion1 } from './header-version-1.ts';
import type { HeaderVersion2 } from './header-version-2.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { aboutSealing, sealAbout } from './key-slot.ts';
import type { OpenedSlot } from './open-slot.ts';
import { damagedVault } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { boxedSigningKey } from './signing-key.ts';
import { boxPublicKey } from './slot-box.ts';
import { subkey } from './subkey.ts';

/** A header of before today's version. */
export type OldHeader = HeaderVersion1 | HeaderVersion2;

type OldSigningKey = HeaderVersion2['signingKeys'][number];

const damaged = damagedVault('A signing key of the vault is damaged.');

/**
 * An older header as one of today. The vault key, its wrappings and the commitments stay byte for byte. The seeds of signing keys, which
 * the vault key opened, go into the boxes of their therapists' slots, for which nobody's passphrase is needed.
 * @param opened the slot that a passphrase opened; only a header of version 1 needs it.
 */
export function migratedHeader(
  old: OldHeader,
  vaultKey: Uint8Array,
  opened: OpenedSlot | null,
  randomBytes: RandomBytes,
): Outcome<Header> {
  const before = old.formatVersion === 1 ? asVersion2(old, vaultKey, opened, randomBytes) : old;
  const signingKeys: SigningKey[] = [];
  for (const signingKey of before.signingKeys) {
    const slot = before.keySlots.find(
      (each): each is PassphraseSlot => each.kind === 'passphrase' && each.signingKeyId === signingKey.keyId,
    );
    const boxed = boxedAnew(signingKey, before, vaultKey, slot ?? null, randomBytes);
    if (!boxed.ok) return boxed;
    signingKeys.push(boxed.value);
  }
  const content: HeaderContent = {
    magic: headerMagic,
    formatVersion,
    vaultId: before.vaultId,
    rehearsal: before.rehearsal,
    vaultKeyId: before.vaultKeyId,
    derivations: before.derivations,
    keySlots: before.keySlots,
    signingKeys,
    previousKey: before.previousKey,
  };
  const macKey = headerMacKey(before.vaultId, vaultKey);
  const header = authenticatedHeader(content, macKey);
  macKey.fill(0);
  return { ok: true, value: header };
}

/** One that no slot signs with any more only verifies. */
function boxedAnew(
  { keyId, publicKey, sealedSeed }: OldSigningKey,
  { vaultId, vaultKeyId }: Pick<HeaderVersion2, 'vaultId' | 'vaultKeyId'>,
  vaultKey: Uint8Array,
  slot: PassphraseSlot | null,
  randomBytes: RandomBytes,
): Outcome<SigningKey> {
  if (slot === null) return { ok: true, value: { keyId, publicKey, boxedSeed: null } };
  const id = hexBytes(vaultId);
  const key = subkey(vaultKey, id, 'signing-keys');
  const place = {
    kind: envelopeKinds.signingSeed,
    vaultId: id,
    itemId: hexBytes(keyId),
    sequence: 0,
    keyId: hexBytes(vaultKeyId),
  };
  const seed = sealedSeed === null ? null : open(key, place, hexBytes(sealedSeed));
  key.fill(0);
  if (seed?.length !== 32) return { ok: false, problem: damaged };
  const boxed = boxedSigningKey(keyId, { seed, publicKeyHex: publicKey }, vaultId, slot, randomBytes);
  seed.fill(0);
  return { ok: true, value: boxed };
}

/**
 * The one signing key of version 1 becomes the first therapist's. Their name stands in the clinic's journal, which only the next
 * unlock reads.
 */
function asVersion2(
  old: HeaderVersion1,
  vaultKey: Uint8Array,
  opened: OpenedSlot | null,
  randomBytes: RandomBytes,
): Omit<HeaderVersion2, 'magic' | 'formatVersion' | 'mac' | 'checksum'> {
  const { vaultId, rehearsal, vaultKeyId, signingKeys } = old;
  const [slot] = old.keySlots;
  const newestKey = signingKeys.at(-1);
  if (slot === undefined || newestKey === undefined) throw new Error('a header without a key passed its schema');
  if (opened === null) throw new Error('a vault of version 1 is opened by its passphrase');
  const { kdf, ...kept } = slot;
  const derivationId = hexText(randomBytes(16));
  const sealing = aboutSealing(vaultId, vaultKeyId, vaultKey);
  const about = { createdWallMs: null, therapist: null };
  const sealedAbout = sealAbout(about, hexBytes(slot.slotId), sealing, randomBytes);
  sealing.key.fill(0);
  return {
    vaultId,
    rehearsal,
    vaultKeyId,
    derivations: [{ derivationId, ...kdf }],
    keySlots: [
      {
        ...kept,
        wrapping: 'sealed',
        boxPublicKey: hexText(boxPublicKey(opened.secret, hexBytes(vaultId))),
        sealedAbout,
        derivationId,
        signingKeyId: newestKey.keyId,
      },
    ],
    signingKeys,
    previousKey: null,
  };
}
