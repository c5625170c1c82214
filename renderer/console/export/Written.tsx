import type { ExportResult } from '../../../shared/bridge/contract.ts';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { exportWords as words } from '../words/export-words.ts';
import './export.css';

/** What was written, where it is, and what it leaves out. */
export function Written({ result: { files, sha256, leftOut, remark } }: { readonly result: ExportResult }) {
  return (
    <div role="status">
      <p>{words.saved}</p>
      <ul className="plain-list" aria-label={words.files}>
        {files.map((file) => (
          <li key={file} className="record-file">
            {file}
          </li>
        ))}
      </ul>
      {sha256 !== null && <p className="quiet-text record-hash">{words.hash(sha256)}</p>}
      {leftOut.map((sentence) => (
        <p key={sentence} className="quiet-text">
          {sentence}
        </p>
      ))}
      <ProblemNote problem={remark} />
    </div>
  );
}
