import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import '../shell/page.css';

const meansOptions = [
  { value: 'in-person', label: 'In person' },
  { value: 'phone', label: 'Phone' },
  { value: 'video', label: 'Video' },
] as const;

/** The prescriber's override of one condition: who, how and when reached, up to what, for how long, read back. */
export function OverrideForm({ conditionId, label }: { readonly conditionId: string; readonly label: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="override">
      <Button label={`Prescriber overrides: ${label}`} onPress={() => setOpen(true)}>
        Prescriber overrides
      </Button>
      <Sheet title={`Override: ${label}`} open={open} onClose={() => setOpen(false)}>
        <OverrideFields conditionId={conditionId} onSaved={() => setOpen(false)} />
      </Sheet>
    </div>
  );
}

function OverrideFields({ conditionId, onSaved }: { readonly conditionId: string; readonly onSaved: () => void }) {
  const { problem, busy, ask } = useAsk();
  const [prescriber, setPrescriber] = useState('');
  const [means, setMeans] = useState<'in-person' | 'phone' | 'video' | null>(null);
  const [minutesAgo, setMinutesAgo] = useState('');
  const [reason, setReason] = useState('');
  const [limit, setLimit] = useState('');
  const [systolic, setSystolic] = useState('');
  const [diastolic, setDiastolic] = useState('');
  const [validFor, setValidFor] = useState('');
  const [readBack, setReadBack] = useState(false);
  const pressure = conditionId === 'blood-pressure';
  const contactedMinutesAgo = numberFrom(minutesAgo);
  const validForMinutes = numberFrom(validFor);
  const systolicUpToMmHg = numberFrom(systolic);
  const diastolicUpToMmHg = numberFrom(diastolic);
  const limitWords = pressure && limit.trim() === '' ? pressureLimit(systolicUpToMmHg, diastolicUpToMmHg) : limit;
  const complete =
    prescriber.trim() !== '' &&
    means !== null &&
    contactedMinutesAgo !== null &&
    reason.trim() !== '' &&
    limitWords.trim() !== '' &&
    validForMinutes !== null &&
    readBack &&
    (!pressure || (systolicUpToMmHg !== null && diastolicUpToMmHg !== null));
  return (
    <div className="stack">
      <p>
        The prescriber of the order decides, in contact now, and it stands in the record. The therapist who is signed in
        cannot.
      </p>
      <Field label="Prescriber" value={prescriber} onChange={setPrescriber} />
      <Choice label="Reached by" options={meansOptions} value={means} onChange={setMeans} />
      <Field label="Reached, minutes ago" kind="number" unit="min" value={minutesAgo} onChange={setMinutesAgo} />
      <TextArea label="Reason" value={reason} onChange={setReason} rows={2} />
      {pressure && (
        <>
          <Field label="Systolic up to" kind="number" unit="mmHg" value={systolic} onChange={setSystolic} />
          <Field label="Diastolic up to" kind="number" unit="mmHg" value={diastolic} onChange={setDiastolic} />
        </>
      )}
      <Field
        label="Agreed up to"
        value={limit}
        onChange={setLimit}
        hint={pressure ? 'Leave empty to use the two numbers.' : 'In the prescriber’s words.'}
      />
      <Field label="Valid for" kind="number" unit="min" value={validFor} onChange={setValidFor} />
      <Check label="Order read back to the prescriber" checked={readBack} onChange={setReadBack} />
      <ProblemNote problem={problem} />
      <HoldButton
        label="Hold: record the override"
        holdingLabel="Keep holding"
        holdMs={1000}
        kind="warning"
        disabled={!complete || busy}
        onHeld={(press) => {
          if (means === null || contactedMinutesAgo === null || validForMinutes === null) return;
          void ask(
            {
              type: 'override',
              conditionId,
              prescriber,
              means,
              contactedMinutesAgo,
              orderReadBack: true,
              reason,
              limit: limitWords,
              systolicUpToMmHg: pressure ? systolicUpToMmHg : null,
              diastolicUpToMmHg: pressure ? diastolicUpToMmHg : null,
              validForMinutes,
            },
            press,
          ).then((accepted) => {
            if (accepted) onSaved();
          });
        }}
      />
    </div>
  );
}

function pressureLimit(systolicMmHg: number | null, diastolicMmHg: number | null): string {
  return systolicMmHg === null || diastolicMmHg === null ? '' : `${systolicMmHg} over ${diastolicMmHg}`;
}
