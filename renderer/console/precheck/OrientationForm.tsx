import { useState } from 'react';
import { protocolOf } from '../../../shared/session/state.ts';
import { YesNo } from '../../design/YesNo.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';
import { type Answer, answerOf } from './yes-no.ts';

/** The four orientation questions, asked before the medicine as they will be asked after it. */
export function OrientationForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.baselineOrientation?.body;
  const [person, setPerson] = useState<Answer>(answerOf(recorded?.person));
  const [place, setPlace] = useState<Answer>(answerOf(recorded?.place));
  const [time, setTime] = useState<Answer>(answerOf(recorded?.time));
  const [situation, setSituation] = useState<Answer>(answerOf(recorded?.situation));
  const questions = protocolOf(state).orientationQuestions;
  return (
    <>
      <p className="soft">Answered rightly?</p>
      <YesNo label={questions.person} value={person} onChange={setPerson} />
      <YesNo label={questions.place} value={place} onChange={setPlace} />
      <YesNo label={questions.time} value={time} onChange={setTime} />
      <YesNo label={questions.situation} value={situation} onChange={setSituation} />
      <SaveRow
        words="Save the orientation check"
        disabled={busy || [person, place, time, situation].includes(null)}
        problem={problem}
        onSave={(press) =>
          void ask(
            {
              type: 'check-orientation',
              person: person === 'yes',
              place: place === 'yes',
              time: time === 'yes',
              situation: situation === 'yes',
            },
            press,
          )
        }
      />
    </>
  );
}
