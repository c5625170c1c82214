import type { Problem } from '../../../shared/problem.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import type { Press } from '../../design/press.ts';

/** The end of a form: why it was refused, and the button that records it. */
export function SaveRow({
  words,
  disabled,
  problem,
  onSave,
}: {
  readonly words: string;
  readonly disabled: boolean;
  readonly problem: Problem | null;
  readonly onSave: (press: Press) => void;
}) {
  return (
    <>
      <ProblemNote problem={problem} />
      <div className="row">
        <Button kind="primary" disabled={disabled} onPress={onSave}>
          {words}
        </Button>
      </div>
    </>
  );
}
