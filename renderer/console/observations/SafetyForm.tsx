import { useState } from 'react';
import type { SuicidalStatement } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { whenOptions } from '../notes/when.ts';
import { useSession } from '../store.ts';

/** Suicidal statements in the patient's words, and for each the safety steps until it has an outcome. */
export function SafetyForm() {
  const session = useSession();
  const { problem, busy, ask } = useAsk();
  const [words, setWords] = useState('');
  const [when, setWhen] = useState('0');
  if (session === null) return null;
  return (
    <div className="form-stack">
      {session.state.suicidalStatements.map((entry) => (
        <StatementSteps key={entry.body.statementId} entry={entry} />
      ))}
      <section className="observation" aria-label="Suicidal statement">
        <TextArea label="Suicidal statement, in their words" value={words} onChange={setWords} rows={2} />
        <Choice label="Said" options={whenOptions} value={when} onChange={setWhen} />
        <ProblemNote problem={problem} />
        <Button
          kind="warning"
          disabled={words.trim() === '' || busy}
          onPress={(press) =>
            void ask(
              {
                type: 'record-suicidal-statement',
                inTheirWords: words.trim(),
                happenedMinutesAgo: Number(when),
              },
              press,
              () => setWords(''),
            )
          }
        >
          Save statement
        </Button>
      </section>
    </div>
  );
}

function StatementSteps({ entry }: { entry: SuicidalStatement }) {
  const { problem, busy, ask } = useAsk();
  const [plan, setPlan] = useState('');
  const [told, setTold] = useState(false);
  const [outcome, setOutcome] = useState('');
  const { body, at, resolved } = entry;
  const said = `${clockTime(at.wallMs, at.utcOffsetMinutes)}: ${body.inTheirWords}`;
  if (resolved !== null) {
    return (
      <section className="observation" aria-label="Statement with an outcome">
        <p>{said}</p>
        <p className="quiet-text">Outcome: {resolved.body.outcome}</p>
      </section>
    );
  }
  return (
    <section className="observation" aria-label="Open statement: safety steps">
      <p>{said}</p>
      <ol className="numbered-list quiet-text">
        <li>Stay with the patient; nobody leaves alone.</li>
        <li>Ask about plan, means and time.</li>
        <li>Reach the prescriber now.</li>
        <li>Agree on a safety plan; danger now is an emergency.</li>
      </ol>
      <TextArea label="Safety plan" value={plan} onChange={setPlan} rows={2} />
      <Check label="The prescriber was told" checked={told} onChange={setTold} />
      <TextArea label="Outcome" value={outcome} onChange={setOutcome} rows={2} />
      <ProblemNote problem={problem} />
      <Button
        disabled={plan.trim() === '' || outcome.trim() === '' || !told || busy}
        onPress={(press) =>
          void ask(
            {
              type: 'resolve-suicidal-statement',
              statementId: body.statementId,
              safetyPlan: plan.trim(),
              prescriberTold: true,
              outcome: outcome.trim(),
            },
            press,
          )
        }
      >
        Save outcome
      </Button>
    </section>
  );
}
