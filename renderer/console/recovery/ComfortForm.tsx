import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { useAsk } from '../asking/useAsk.ts';

const ratings = Array.from({ length: 11 }, (_, rating) => ({ value: String(rating), label: String(rating) }));

/** How far the patient feels back in body and room, in their own rating. */
export function ComfortForm({ onSaved }: { onSaved: () => void }) {
  const { problem, busy, ask } = useAsk();
  const [rating, setRating] = useState<string | null>(null);
  const [remarks, setRemarks] = useState('');
  return (
    <section className="form-stack" aria-label="Comfort">
      <Choice
        label="Back in body and room, 0 not at all, 10 wholly"
        options={ratings}
        value={rating}
        onChange={setRating}
      />
      <TextArea label="Remarks" value={remarks} onChange={setRemarks} rows={2} />
      <ProblemNote problem={problem} />
      <Button
        kind="primary"
        disabled={rating === null || busy}
        onPress={(press) => {
          if (rating === null) return;
          const backInBody = Number(rating);
          void ask({ type: 'record-recovery-comfort', backInBody, remarks: remarks.trim() }, press, onSaved);
        }}
      >
        Save comfort
      </Button>
    </section>
  );
}
