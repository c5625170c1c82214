import { ed25519 } from '@noble/curves/ed25519.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import type { Problem } from '../problem.ts';
import type { BodyOf } from '../session/event.ts';
import type { Moment } from '../session/moment.ts';
import type { SessionState } from '../session/state.ts';
import { requiredGaps } from './document.ts';
import { draftRecord } from './draft.ts';
import { addendumToSign, countersignatureToSign, recordToSign } from './signed-record.ts';
import { addendumBytes, countersignatureBytes, signedAtOf, signingBytes } from './signing.ts';

/** Whether an Ed25519 signature belongs to these bytes (RFC 8032, strictly); a key that is none signed nothing. */
export function isSignedBy(
  bytes: Uint8Array,
  by: { readonly publicKeyHex: string; readonly signatureHex: string },
): boolean {
  try {
    return ed25519.verify(hexToBytes(by.signatureHex), bytes, hexToBytes(by.publicKeyHex), { zip215: false });
  } catch {
    return false;
  }
}

/** Why the record cannot be signed yet, naming what is missing; null where nothing required is. */
export function gapProblem(state: SessionState): Problem | null {
  const gaps = requiredGaps(draftRecord(state));
  const [first] = gaps;
  if (first === undefined) return null;
  const more = gaps.length > 1 ? ` And ${gaps.length - 1} more.` : '';
  return {
    code: 'record-gaps',
    sentence: `${first.sentence}${more}`,
    remedy: 'Add what is missing; the list names each gap. Then sign.',
  };
}

/**
 * Why a signature may not enter the journal at `recordedAt`; null where it may. Making a signature takes time: what was
 * recorded meanwhile is not covered by it, so a signature over anything but the journal as it stands is refused.
 */
export function signatureProblem(state: SessionState, body: BodyOf<'signed'>, recordedAt: Moment): Problem | null {
  const gap = gapProblem(state);
  if (gap !== null) return gap;
  const { recordSha256 } = recordToSign(state);
  const bytes = signingBytes({ ...body, recordSha256, signedAt: signedAtOf(recordedAt) });
  return body.recordSha256 === recordSha256 && isSignedBy(bytes, body) ? null : changedMeanwhile;
}

/** Why an addendum may not enter the journal at `recordedAt`; null where it may. */
export function addendumProblem(
  state: SessionState,
  body: Omit<BodyOf<'addendum-added'>, 'type' | 'addendumId'>,
  recordedAt: Moment,
): Problem | null {
  const known = [...state.signatures, ...state.countersignatures].some(
    (signature) => signature.body.publicKeyHex === body.publicKeyHex,
  );
  if (!known) return notOneOfTheSigners;
  const statement = addendumToSign(state, { ...body, at: signedAtOf(recordedAt) });
  const valid = body.recordSha256 === statement.recordSha256 && isSignedBy(addendumBytes(statement), body);
  return valid ? null : changedMeanwhile;
}

/** Why a countersignature may not enter the journal at `recordedAt`; null where it may. */
export function countersignatureProblem(
  state: SessionState,
  body: Omit<BodyOf<'countersigned'>, 'type'>,
  recordedAt: Moment,
): Problem | null {
  if (state.signatures.some((signature) => signature.body.publicKeyHex === body.publicKeyHex)) return secondOfTheSame;
  if (state.countersignatures.some((signature) => signature.body.publicKeyHex === body.publicKeyHex)) {
    return countersignedAlready;
  }
  const statement = countersignatureToSign(state, { ...body, signedAt: signedAtOf(recordedAt) });
  const valid = body.recordSha256 === statement.recordSha256 && isSignedBy(countersignatureBytes(statement), body);
  return valid ? null : changedMeanwhile;
}

const secondOfTheSame: Problem = {
  code: 'same-signer',
  sentence: 'Who signed a record does not countersign it.',
  remedy: 'The second signer unlocks Vigil with their own passphrase and countersigns then.',
};

const countersignedAlready: Problem = {
  code: 'countersigned-already',
  sentence: 'You have countersigned this record already.',
  remedy: 'Write an addendum for what is to be added.',
};

const notOneOfTheSigners: Problem = {
  code: 'not-a-signer',
  sentence: 'This record was signed by somebody else; you have not countersigned it.',
  remedy: 'Countersign the record first; then add to it.',
};

const changedMeanwhile: Problem = {
  code: 'record-changed',
  sentence: 'Something was recorded while the signature was made; nothing was signed.',
  remedy: 'Look at the record once more, then sign again.',
};
