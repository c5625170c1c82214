import { useState } from 'react';
import { Field } from '../../design/Field.tsx';
import { typedOf } from '../asking/answers.ts';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

/** The patient's weight today. */
export function WeightForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const [weight, setWeight] = useState(typedOf(state.weight?.body.weightKg));
  const weightKg = numberFrom(weight);
  return (
    <>
      <Field label="Weight today" kind="number" unit="kg" value={weight} onChange={setWeight} />
      <SaveRow
        words="Save the weight"
        disabled={busy || weightKg === null}
        problem={problem}
        onSave={(press) => {
          if (weightKg !== null) void ask({ type: 'record-weight', weightKg }, press);
        }}
      />
    </>
  );
}
