import { useState } from 'react';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf } from '../asking/answers.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

const moods = Array.from({ length: 11 }, (_, mood) => ({ value: String(mood), label: String(mood) }));

/** Intention, mantra and the mindfulness before. */
export function PreparationForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.preparation?.body;
  const [intention, setIntention] = useState(recorded?.intention ?? '');
  const [mantra, setMantra] = useState(recorded?.mantra ?? '');
  const [mindfulness, setMindfulness] = useState<Answer>(answerOf(recorded?.mindfulnessDone));
  const [mood, setMood] = useState<string | null>(
    recorded === undefined || recorded.moodBefore === null ? null : String(recorded.moodBefore),
  );
  return (
    <>
      <TextArea label="Intention, in the patient’s words" value={intention} onChange={setIntention} />
      <Field label="Mantra" value={mantra} onChange={setMantra} />
      <YesNo label="Was the mindfulness preparation done?" value={mindfulness} onChange={setMindfulness} />
      <Choice label="Mood now, 0 worst to 10 best, if asked" options={moods} value={mood} onChange={setMood} />
      <SaveRow
        words="Save the intention"
        disabled={busy || intention.trim() === '' || mindfulness === null}
        problem={problem}
        onSave={(press) =>
          void ask(
            {
              type: 'record-preparation',
              intention,
              mantra,
              mindfulnessDone: mindfulness === 'yes',
              moodBefore: mood === null ? null : Number(mood),
            },
            press,
          )
        }
      />
    </>
  );
}
