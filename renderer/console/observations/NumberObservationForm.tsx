import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { LastObservation } from './LastObservation.tsx';

/** The two signals that are counted or read off a sensor; values outside of these ranges are typing errors. */
const signals = {
  'oxygen-saturation': { label: 'Oxygen saturation', unit: '%', least: 30, most: 100, save: 'Save oxygen saturation' },
  'respiratory-rate': { label: 'Breaths a minute', unit: '/min', least: 0, most: 80, save: 'Save breaths' },
} as const;

/** One number observed now. */
export function NumberObservationForm({ signal }: { signal: keyof typeof signals }) {
  const { problem, busy, ask } = useAsk();
  const [text, setText] = useState('');
  const { label, unit, least, most, save } = signals[signal];
  const value = numberFrom(text);
  const possible = value !== null && Number.isInteger(value) && value >= least && value <= most;
  return (
    <section className="observation" aria-label={label}>
      <Field
        label={label}
        kind="number"
        unit={unit}
        value={text}
        onChange={setText}
        hint={`${least} to ${most}, whole`}
      />
      <LastObservation signal={signal} unit={unit} />
      <Button
        disabled={!possible || busy}
        onPress={(press) => {
          if (value !== null) {
            void ask({ type: 'record-observation', observation: { signal, value } }, press, () => setText(''));
          }
        }}
      >
        {save}
      </Button>
      <ProblemNote problem={problem} />
    </section>
  );
}
