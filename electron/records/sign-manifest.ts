import type { Outcome } from '../../shared/problem.ts';
import { manifestNames } from '../../shared/record/manifest.ts';
import {
  minisignComment,
  minisignHash,
  minisignPublicKeyText,
  minisignSignatureText,
} from '../../shared/record/minisign.ts';
import type { ExportFile } from './export-file.ts';

/** Signs exactly these bytes, as hex, with the therapist's Ed25519 key; the vault does it. */
export type SignBytes = (
  bytesHex: string,
) => Promise<Outcome<{ readonly signatureHex: string; readonly publicKeyHex: string }>>;

/**
 * The list of an export's files, its signature in minisign's format and the public key, as files of the export.
 * @param trustedComment what `minisign -V` shows beside the signature; one line, nothing of a patient
 */
export async function signedManifest(
  manifest: string,
  trustedComment: string,
  sign: SignBytes,
): Promise<Outcome<readonly ExportFile[]>> {
  const bytes = Buffer.from(manifest, 'utf8');
  const first = await sign(hex(minisignHash(bytes)));
  if (!first.ok) return first;
  const signature = Buffer.from(first.value.signatureHex, 'hex');
  const publicKey = Buffer.from(first.value.publicKeyHex, 'hex');
  const second = await sign(hex(minisignComment(signature, trustedComment)));
  if (!second.ok) return second;
  const commentSignature = Buffer.from(second.value.signatureHex, 'hex');
  const signed = minisignSignatureText({ publicKey, signature, trustedComment, commentSignature });
  return {
    ok: true,
    value: [
      { name: manifestNames.manifest, bytes },
      { name: manifestNames.signature, bytes: Buffer.from(signed, 'utf8') },
      { name: manifestNames.publicKey, bytes: Buffer.from(minisignPublicKeyText(publicKey), 'utf8') },
    ],
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
