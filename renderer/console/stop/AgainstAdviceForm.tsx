import { useState } from 'react';
import { Check } from '../../design/Check.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { useAsk } from '../asking/useAsk.ts';

const leaveHoldMs = 1000;

/** What can be done for somebody who leaves alone or drives. */
const safetySteps = [
  'Asked to wait for the escort',
  'Escort called',
  'Emergency contact called',
  'Car keys kept, with consent',
  'Another ride with a known adult offered',
  'Prescriber told',
  'Police told: driving under the medicine',
];

/** The patient's own choice, in their own words; who was told, and what was done to keep them safe. */
export function AgainstAdviceForm() {
  const { problem, busy, ask } = useAsk();
  const [words, setWords] = useState('');
  const [told, setTold] = useState('');
  const [escort, setEscort] = useState<'yes' | 'no' | null>(null);
  const [drives, setDrives] = useState<'yes' | 'no' | null>(null);
  const [steps, setSteps] = useState<readonly string[]>([]);
  const [otherStep, setOtherStep] = useState('');
  const alone = escort === 'no' || drives === 'yes';
  const taken = otherStep.trim() === '' ? steps : [...steps, otherStep.trim()];
  const ready =
    words.trim() !== '' && told.trim() !== '' && escort !== null && drives !== null && (!alone || taken.length > 0);

  const leave = () =>
    void ask({
      type: 'leave-against-advice',
      inTheirWords: words.trim(),
      toldWhom: told.trim(),
      escortPresent: escort === 'yes',
      drivesThemselves: drives === 'yes',
      safetySteps: [...taken],
    });

  return (
    <div className="form-stack">
      <TextArea label="The patient’s reason, in their words" value={words} onChange={setWords} rows={2} />
      <Field label="Who was told" value={told} onChange={setTold} />
      <YesNo label="An escort goes with them" value={escort} onChange={setEscort} />
      <YesNo label="They drive themselves" value={drives} onChange={setDrives} />
      {alone && (
        <fieldset className="plain-list">
          <legend>Safety steps taken</legend>
          {safetySteps.map((step) => (
            <Check
              key={step}
              label={step}
              checked={steps.includes(step)}
              onChange={(checked) =>
                setSteps((before) => (checked ? [...before, step] : before.filter((other) => other !== step)))
              }
            />
          ))}
          <Field label="Another step" value={otherStep} onChange={setOtherStep} />
        </fieldset>
      )}
      <ProblemNote problem={problem} />
      <HoldButton
        label="Hold: leaves against advice"
        holdingLabel="Keep holding"
        holdMs={leaveHoldMs}
        kind="warning"
        disabled={!ready || busy}
        onHeld={leave}
      />
    </div>
  );
}
