import { useState } from 'react';
import type { ExportResult } from '../../../shared/bridge/contract.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { type ExportDraft, emptyDraft, keysIn, lockOf } from '../export/export-draft.ts';
import { LockFields } from '../export/LockFields.tsx';
import { Written } from '../export/Written.tsx';
import { FolderField } from '../folder/FolderField.tsx';
import { useBridge, usePicture, useSigningProblem } from '../store.ts';
import { courseWords as words } from '../words/course-words.ts';
import { exportWords } from '../words/export-words.ts';

/** The report of one course: locked and for somebody, as every export is. */
export function CourseReportForm({ courseId }: { readonly courseId: string }) {
  const { exporting } = usePicture();
  const bridge = useBridge();
  const { problem, call } = useCall();
  const [draft, setDraft] = useState(emptyDraft);
  const [result, setResult] = useState<ExportResult | null>(null);
  const set = (change: Partial<ExportDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setResult(null);
  };
  const signingProblem = useSigningProblem();
  const lock = lockOf(draft);
  const folder = draft.folder.trim();
  const receiver = draft.receiver.trim();
  const write = async () => {
    if (lock === null) return;
    if (lock.kind === 'recipients' && draft.keep && receiver !== '') {
      const kept = await call(bridge.keepReceiver({ name: receiver, recipients: [...keysIn(draft.keys)] }));
      if (!kept.ok) return;
    }
    const outcome = await call(bridge.exportCourse({ courseId, lock, receiver, folder }));
    if (!outcome.ok) return;
    setDraft((before) => ({ ...before, passphrase: '', passphraseAgain: '' }));
    setResult(outcome.value);
  };
  return (
    <div className="form-stack export-form">
      <p className="quiet-text">{words.reportHint}</p>
      <LockFields draft={draft} set={set} />
      <FolderField label={exportWords.folder} value={draft.folder} onChange={(chosen) => set({ folder: chosen })} />
      <ProblemNote problem={signingProblem ?? problem} />
      <Button
        kind="primary"
        disabled={lock === null || folder === '' || exporting !== null || signingProblem !== null}
        onPress={() => void write()}
      >
        {words.reportWrite}
      </Button>
      {result !== null && <Written result={result} />}
    </div>
  );
}
