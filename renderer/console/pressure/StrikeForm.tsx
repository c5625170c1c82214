import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';

/** A reading is struck with a reason; it stays in the record, struck. */
export function StrikeForm({ readingId, onBack }: { readonly readingId: string; readonly onBack: () => void }) {
  const [reason, setReason] = useState('');
  const { problem, busy, ask } = useAsk();
  return (
    <div className="stack">
      <Field label="Why is it struck?" value={reason} onChange={setReason} hint="Talking, movement, sleeve slipped." />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button
          disabled={busy || reason.trim() === ''}
          onPress={(press) =>
            void ask({ type: 'strike-reading', readingId, reason }, press).then((accepted) => {
              if (accepted) onBack();
            })
          }
        >
          Strike the reading
        </Button>
        <Button kind="quiet" onPress={onBack}>
          Back
        </Button>
      </div>
    </div>
  );
}
