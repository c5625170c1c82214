import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { checkMinisign } from './minisign.ts';

/** The list of an export's files with their hashes, its signature, and the key to check it with. */
export const manifestNames = {
  manifest: 'SHA256SUMS',
  signature: 'SHA256SUMS.minisig',
  publicKey: 'signing-key.pub',
} as const;

/**
 * A list of files as `sha256sum -c` reads it: nothing but stock programs is needed to check an export.
 * @param files names without line breaks and backslashes, `/` between folders
 */
export function manifestText(files: readonly { readonly name: string; readonly sha256: string }[]): string {
  return files.map(({ name, sha256: hash }) => `${hash}  ${name}\n`).join('');
}

/** Whether the files of an export are the ones that were signed. `by` is null where that is not known. */
export type ManifestVerdict = {
  readonly by: { readonly publicKeyHex: string; readonly trustedComment: string } | null;
  /** A sentence for each thing that is wrong; none where every file is there, untouched, and nothing else is. */
  readonly findings: readonly string[];
};

/** Checks files of an export against its signed list; `files` by their names in the list. */
export function checkManifest(files: ReadonlyMap<string, Uint8Array>): ManifestVerdict {
  const { manifest, signature, publicKey } = manifestNames;
  const missing = [manifest, signature, publicKey].filter((name) => !files.has(name));
  if (missing.length > 0) return { by: null, findings: missing.map((name) => `${name} is missing.`) };
  const list = files.get(manifest) ?? new Uint8Array();
  const signed = checkMinisign(list, text(files.get(signature)), text(files.get(publicKey)));
  if (signed === null) {
    return { by: null, findings: [`The signature does not belong to ${manifest} and this key.`] };
  }
  const { publicKey: key, trustedComment } = signed;
  return { by: { publicKeyHex: bytesToHex(key), trustedComment }, findings: fileFindings(text(list), files) };
}

function fileFindings(list: string, files: ReadonlyMap<string, Uint8Array>): string[] {
  const own: readonly string[] = Object.values(manifestNames);
  const hashes = new Map(
    list
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)] as const),
  );
  const altered = [...hashes].flatMap(([name, hash]) => {
    const bytes = files.get(name);
    if (bytes === undefined) return [`${name} is missing.`];
    return bytesToHex(sha256(bytes)) === hash ? [] : [`${name} is not the file that was signed.`];
  });
  const foreign = [...files.keys()].filter((name) => !hashes.has(name) && !own.includes(name));
  return [...altered, ...foreign.map((name) => `${name} was not in the export.`)];
}

/** A list that Vigil wrote is ASCII; of anything else the signature does not hold. */
function text(bytes: Uint8Array | undefined): string {
  return [...(bytes ?? [])].map((byte) => String.fromCharCode(byte)).join('');
}
