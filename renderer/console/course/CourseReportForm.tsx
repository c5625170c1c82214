import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { lockOf } from '../export/export-draft.ts';
import { LockFields } from '../export/LockFields.tsx';
import { useExport } from '../export/useExport.ts';
import { Written } from '../export/Written.tsx';
import { FolderField } from '../folder/FolderField.tsx';
import { useBridge, usePicture } from '../store.ts';
import { courseWords as words } from '../words/course-words.ts';
import { exportWords } from '../words/export-words.ts';

/** The report of one course: locked and for somebody, as every export is. */
export function CourseReportForm({ courseId }: { readonly courseId: string }) {
  const { exporting } = usePicture();
  const bridge = useBridge();
  const { draft, set, result, problem, canSign, write } = useExport();
  const lock = lockOf(draft);
  const folder = draft.folder.trim();
  const receiver = draft.receiver.trim();
  return (
    <div className="form-stack export-form">
      <p className="quiet-text">{words.reportHint}</p>
      <LockFields draft={draft} set={set} />
      <FolderField label={exportWords.folder} value={draft.folder} onChange={(chosen) => set({ folder: chosen })} />
      <ProblemNote problem={problem} />
      <Button
        kind="primary"
        disabled={lock === null || folder === '' || exporting !== null || !canSign}
        onPress={() =>
          lock !== null &&
          void write({ lock, receiver }, () => bridge.exportCourse({ courseId, lock, receiver, folder }))
        }
      >
        {words.reportWrite}
      </Button>
      {result !== null && <Written result={result} />}
    </div>
  );
}
