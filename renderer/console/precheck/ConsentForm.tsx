import { useState } from 'react';
import { Field } from '../../design/Field.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf } from '../asking/answers.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

/** Consent for today, asked every time. */
export function ConsentForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.consent?.body;
  const [given, setGiven] = useState<Answer>(answerOf(recorded?.given));
  const [offLabel, setOffLabel] = useState<Answer>(answerOf(recorded?.offLabelExplained));
  const [touch, setTouch] = useState<Answer>(answerOf(recorded?.touchAgreed));
  const [remarks, setRemarks] = useState(recorded?.remarks ?? '');
  return (
    <>
      <YesNo label="Does the patient consent to today’s session?" value={given} onChange={setGiven} />
      <YesNo label="Was the off-label use explained?" value={offLabel} onChange={setOffLabel} />
      <YesNo label="Is supportive touch agreed?" value={touch} onChange={setTouch} />
      <Field label="Remarks on consent" value={remarks} onChange={setRemarks} />
      <SaveRow
        words="Save consent"
        disabled={busy || given === null || offLabel === null || touch === null}
        problem={problem}
        onSave={(press) =>
          void ask(
            {
              type: 'record-consent',
              given: given === 'yes',
              offLabelExplained: offLabel === 'yes',
              touchAgreed: touch === 'yes',
              remarks,
            },
            press,
          )
        }
      />
    </>
  );
}
