import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import './folder.css';

/** A folder on this machine, typed or chosen. */
export function FolderField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (folder: string) => void;
}) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const pick = async () => {
    const outcome = await call(bridge.pickFolder({}));
    if (outcome.ok && outcome.value !== null) onChange(outcome.value);
  };
  return (
    <div className="action-row folder-field">
      <Field label={label} value={value} onChange={onChange} />
      <Button disabled={busy} onPress={() => void pick()}>
        Choose…
      </Button>
      <ProblemNote problem={problem} />
    </div>
  );
}
