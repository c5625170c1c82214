import { renderSVG } from 'uqr';
import { recoveryKeyGroups } from './recovery-key.ts';

/** What is shown once, and printed: the key in groups, the same as a QR code, and the words around it. */
export type RecoverySheet = {
  readonly groups: readonly string[];
  /** The groups joined by hyphens, as a drawing without a script or an address. */
  readonly qrSvg: string;
  readonly title: string;
  readonly sentences: readonly string[];
};

/** The words of the printed sheet. They name no patient, no therapist and no clinic: whoever finds it learns nothing else. */
const sentences = [
  'Whoever has this sheet and the computer, or a backup of it, can read every session. Keep it as you keep the clinic’s deeds: in a safe, away from the computer, never photographed, never in a mail or a cloud.',
  'It opens the vault when nobody remembers a passphrase. Unlock, choose “Recovery key”, and type the seven groups or hold the code before a reader. Letters may be small; O counts as 0, I and L as 1.',
  'Then set a new passphrase at once. A signature needs a passphrase: with this key alone nothing can be signed.',
  'It is shown only once and stored nowhere. If the sheet is lost, make a new one, remove this one in the list of keys, and change the vault’s key; backups that were made before still open with it.',
] as const;

/** The sheet of one recovery key. */
export function recoverySheet(key: Uint8Array): RecoverySheet {
  const groups = recoveryKeyGroups(key);
  return {
    groups,
    qrSvg: renderSVG(groups.join('-'), { ecc: 'M', border: 4, pixelSize: 6 }),
    title: 'Vigil: recovery key of a vault',
    sentences,
  };
}
