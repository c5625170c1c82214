import { useState } from 'react';
import { latestReading } from '../../../shared/session/pressure.ts';
import { implausibility } from '../../../shared/vitals/plausibility.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { ago } from '../../design/time.ts';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useOpenSession } from '../store.ts';
import { Keypad } from './Keypad.tsx';
import { readingLine, spokenReading } from './reading-words.ts';

type Part = 'systolic' | 'diastolic' | 'pulse';
const parts: readonly { readonly part: Part; readonly label: string; readonly unit: string }[] = [
  { part: 'systolic', label: 'Systolic', unit: 'mmHg' },
  { part: 'diastolic', label: 'Diastolic', unit: 'mmHg' },
  { part: 'pulse', label: 'Pulse', unit: '/min' },
];

/** A reading typed from the monitor's display: judged while it is typed, read back, then saved. */
export function ByHandForm({ onSaved }: { readonly onSaved: () => void }) {
  const [typed, setTyped] = useState<Record<Part, string>>({ systolic: '', diastolic: '', pulse: '' });
  const [active, setActive] = useState<Part>('systolic');
  const [minutesAgo, setMinutesAgo] = useState('');
  const [readBack, setReadBack] = useState(false);
  const { problem, busy, ask } = useAsk();
  const { state } = useOpenSession();
  const now = useNow();
  const last = latestReading(state);

  const reading = readingFrom(typed);
  const doubt = reading === null ? null : implausibility(reading);
  const lateMinutes = numberFrom(minutesAgo);
  const change = (part: Part, value: string) => {
    setReadBack(false);
    setTyped((before) => ({ ...before, [part]: value.replace(/\D/g, '').slice(0, 3) }));
  };
  const addDigit = (digit: string) => {
    const value = typed[active] + digit;
    change(active, value);
    if (value.length === 3 && active !== 'pulse') setActive(active === 'systolic' ? 'diastolic' : 'pulse');
  };
  const ready = reading !== null && doubt === null && readBack && !busy && (minutesAgo === '' || lateMinutes !== null);

  return (
    <div className="stack">
      {last !== null && (
        <p className="soft">{`Last ${readingLine(last)}, ${ago(now.elapsedMs - last.at.elapsedMs)}`}</p>
      )}
      <div className="by-hand-fields">
        {parts.map(({ part, label, unit }) => (
          <div key={part} data-active={part === active}>
            <Field
              label={label}
              unit={unit}
              kind="number"
              value={typed[part]}
              onChange={(value) => change(part, value)}
              onFocus={() => setActive(part)}
            />
          </div>
        ))}
      </div>
      <Keypad onDigit={addDigit} onBack={() => change(active, typed[active].slice(0, -1))} />
      <ProblemNote problem={doubt ?? problem} />
      {reading !== null && doubt === null && (
        <>
          <p className="pressure-step">{spokenReading(reading)}?</p>
          <Check label="Read back from the display" checked={readBack} onChange={setReadBack} />
        </>
      )}
      <div className="row by-hand-save">
        <Field label="Minutes ago, if late" kind="number" unit="min" value={minutesAgo} onChange={setMinutesAgo} />
        <Button
          kind="primary"
          disabled={!ready}
          onPress={(press) => {
            if (reading === null) return;
            const late = lateMinutes === null || lateMinutes === 0 ? {} : { happenedMinutesAgo: lateMinutes };
            void ask({ type: 'enter-reading', ...reading, readBack, ...late }, press).then((accepted) => {
              if (accepted) onSaved();
            });
          }}
        >
          Save the reading
        </Button>
      </div>
    </div>
  );
}

/** The numbers as typed; null until systolic and diastolic are both there. The pulse may be missing. */
function readingFrom(typed: Record<Part, string>) {
  const systolicMmHg = numberFrom(typed.systolic);
  const diastolicMmHg = numberFrom(typed.diastolic);
  if (systolicMmHg === null || diastolicMmHg === null) return null;
  return { systolicMmHg, diastolicMmHg, pulsePerMin: numberFrom(typed.pulse) };
}
