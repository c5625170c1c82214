import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import './page.css';

/** The machine's clock does not say how long it was off; the therapist does. */
export function ClockGapForm() {
  const [minutes, setMinutes] = useState('');
  const { problem, busy, ask } = useAsk();
  const gapMinutes = numberFrom(minutes);
  return (
    <div className="stack">
      <p>After the restart the machine’s clock stands earlier than before it. How long was it off, by another clock?</p>
      <Field label="Time that passed" kind="number" unit="min" value={minutes} onChange={setMinutes} />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button
          kind="primary"
          disabled={busy || gapMinutes === null}
          onPress={(press) => {
            if (gapMinutes !== null) void ask({ type: 'state-gap', gapMinutes }, press);
          }}
        >
          Save the gap
        </Button>
      </div>
    </div>
  );
}
