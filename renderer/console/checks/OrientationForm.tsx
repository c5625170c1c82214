import { useState } from 'react';
import { orientationScore } from '../../../shared/recovery/orientation.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';

const spheres = ['person', 'place', 'time', 'situation'] as const;
type Sphere = (typeof spheres)[number];

type Answer = 'yes' | 'no';

const unanswered: Readonly<Record<Sphere, Answer | null>> = { person: null, place: null, time: null, situation: null };

/** Orientation to person, place, time and situation, asked in the protocol's own words. Leaving needs all four. */
export function OrientationForm({ onSaved }: { onSaved?: () => void }) {
  const session = useSession();
  const { problem, busy, ask } = useAsk();
  const [given, setGiven] = useState(unanswered);
  if (session === null) return null;
  const { state } = session;
  const questions = protocolOf(state).orientationQuestions;
  const { person, place, time, situation } = given;
  const complete = person !== null && place !== null && time !== null && situation !== null;
  const baseline = state.baselineOrientation?.body;
  const last = state.orientationChecks.at(-1)?.body;

  const save = () => {
    const right = (answer: Answer | null) => answer === 'yes';
    void ask(
      {
        type: 'check-orientation',
        person: right(person),
        place: right(place),
        time: right(time),
        situation: right(situation),
      },
      undefined,
      () => {
        setGiven(unanswered);
        onSaved?.();
      },
    );
  };

  return (
    <section className="form-stack" aria-label="Orientation check">
      {baseline !== undefined && (
        <p className="quiet-text">
          Before the dose {orientationScore(baseline)} of 4
          {last !== undefined && `, last check ${orientationScore(last)} of 4`}
        </p>
      )}
      <p className="quiet-text">Answered rightly?</p>
      {spheres.map((sphere) => (
        <YesNo
          key={sphere}
          label={questions[sphere]}
          value={given[sphere]}
          onChange={(answer) => setGiven((before) => ({ ...before, [sphere]: answer }))}
        />
      ))}
      <ProblemNote problem={problem} />
      <Button kind="primary" disabled={!complete || busy} onPress={save}>
        Save the orientation check
      </Button>
    </section>
  );
}
