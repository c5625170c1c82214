import { authenticatedHeader, formatVersion, type Header, headerMacKey } from './header.ts';
import { headerMagic } from './header-parts.ts';
import type { HeaderVersion1 } from './header-version-1.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { aboutSealing, sealAbout } from './key-slot.ts';
import type { OpenedSlot } from './open-slot.ts';
import type { RandomBytes } from './randomness.ts';
import { boxPublicKey } from './slot-box.ts';

/**
 * A header of version 1 as one of today. The vault key, its wrapping and the commitment stay byte for byte; the one signing
 * key becomes the first therapist's. Their name stands in the clinic's journal, which only the next unlock reads.
 */
export function migratedHeader(old: HeaderVersion1, opened: OpenedSlot, randomBytes: RandomBytes): Header {
  const { vaultId, rehearsal, vaultKeyId, signingKeys } = old;
  const [slot] = old.keySlots;
  const newestKey = signingKeys.at(-1);
  if (slot === undefined || newestKey === undefined) throw new Error('a header without a key passed its schema');
  const { kdf, ...kept } = slot;
  const derivationId = hexText(randomBytes(16));
  const sealing = aboutSealing(vaultId, vaultKeyId, opened.vaultKey);
  const about = { createdWallMs: null, therapist: null };
  const sealedAbout = sealAbout(about, hexBytes(slot.slotId), sealing, randomBytes);
  sealing.key.fill(0);
  const macKey = headerMacKey(vaultId, opened.vaultKey);
  const header = authenticatedHeader(
    {
      magic: headerMagic,
      formatVersion,
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
    },
    macKey,
  );
  macKey.fill(0);
  return header;
}
