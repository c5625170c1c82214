import { useState } from 'react';
import { orientationScore } from '../../../shared/recovery/orientation.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf } from '../asking/answers.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';

const spheres = ['person', 'place', 'time', 'situation'] as const;
type Sphere = (typeof spheres)[number];

const unanswered: Readonly<Record<Sphere, Answer>> = { person: null, place: null, time: null, situation: null };

/**
 * Orientation to person, place, time and situation, asked before the dose and in recovery in the protocol's own words.
 * Before the dose it shows what was recorded, to be put right; in recovery each check begins empty.
 */
export function OrientationForm({ of, onSaved }: { of: 'baseline' | 'recovery'; onSaved?: () => void }) {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const baseline = state.baselineOrientation?.body;
  const [given, setGiven] = useState<Readonly<Record<Sphere, Answer>>>(
    of === 'recovery' || baseline === undefined
      ? unanswered
      : {
          person: answerOf(baseline.person),
          place: answerOf(baseline.place),
          time: answerOf(baseline.time),
          situation: answerOf(baseline.situation),
        },
  );
  const questions = protocolOf(state).orientationQuestions;
  const last = state.orientationChecks.at(-1)?.body;
  const right = (sphere: Sphere) => given[sphere] === 'yes';

  return (
    <section className="form-stack" aria-label="Orientation check">
      {of === 'recovery' && baseline !== undefined && (
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
      <div className="action-row">
        <Button
          kind="primary"
          disabled={spheres.some((sphere) => given[sphere] === null) || busy}
          onPress={(press) =>
            void ask(
              {
                type: 'check-orientation',
                person: right('person'),
                place: right('place'),
                time: right('time'),
                situation: right('situation'),
              },
              press,
              () => {
                if (of === 'recovery') setGiven(unanswered);
                onSaved?.();
              },
            )
          }
        >
          Save the orientation check
        </Button>
      </div>
    </section>
  );
}
