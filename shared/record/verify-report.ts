import type { RecordVerdict } from './check-record.ts';
import { nameWithCredential, statedTime } from './record-view.ts';
import { shortCode } from './signing.ts';
import { counted, meaningNames } from './wording.ts';

/** What `npm run verify` says and exits with: 0 whole and untouched, 1 not, 2 nothing can be said. */
export type VerifyReport = { readonly lines: readonly string[]; readonly exitCode: 0 | 1 | 2 };

/** A verdict in words, without anything of the patient. */
export function verifyReport(verdict: RecordVerdict): VerifyReport {
  if (verdict.kind === 'unknown') {
    return { lines: ['Nothing can be said.', ...sentences(verdict.findings)], exitCode: 2 };
  }
  if (verdict.kind === 'not-whole') {
    return { lines: ['NOT WHOLE, or not untouched.', ...sentences(verdict.findings)], exitCode: 1 };
  }
  const { record, signature, recordSha256, addenda, countersignatures = [] } = verdict.record;
  const leftOut = record.journal.filter((line) => 'leftOut' in line).length;
  return {
    lines: [
      'Whole and untouched.',
      `  Record      ${shortCode(recordSha256)} (SHA-256 ${recordSha256})`,
      `  Journal     ${counted(record.journal.length, 'entry', 'entries')}, ${leftOut} of the process notes left out`,
      `  Signed by   ${nameWithCredential(signature)}, ${meaningNames[signature.meaning]}`,
      `  Signed at   ${statedTime(signature.signedAt)}`,
      `  Key         ${signature.publicKeyHex}`,
      `  Addenda     ${addenda.length}, in order`,
      ...addenda.map(
        (addendum, index) => `    ${index + 1}. ${nameWithCredential(addendum)}, ${statedTime(addendum.at)}`,
      ),
      ...countersignatures.flatMap((signed) => [
        `  Also signed ${nameWithCredential(signed)}, ${meaningNames[signed.meaning]}, ${statedTime(signed.signedAt)}`,
        `  Its key     ${signed.publicKeyHex}`,
      ]),
      ...verdict.remarks.map((remark) => `  ${remark}`),
      'The signature shows that nothing changed since this key signed. Whose key it is, compare with the clinic.',
    ],
    exitCode: 0,
  };
}

function sentences(findings: readonly { readonly sentence: string }[]): string[] {
  return findings.map((finding) => `  - ${finding.sentence}`);
}
