import { useState } from 'react';
import type { AdverseEvent } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';
import { AdverseEventForm } from './AdverseEventForm.tsx';

/** Adverse events: those that last, those that are over, and a new one. */
export function AdverseEvents() {
  const session = useSession();
  const [adding, setAdding] = useState(false);
  if (session === null) return null;
  const { adverseEvents } = session.state;
  return (
    <div className="form-stack">
      <ul className="plain-list" aria-label="Adverse events">
        {adverseEvents.map((entry) => (
          <AdverseEventLine key={entry.body.adverseEventId} entry={entry} />
        ))}
        {adverseEvents.length === 0 && <li className="quiet-text">None recorded.</li>}
      </ul>
      {adding ? (
        <AdverseEventForm onDone={() => setAdding(false)} />
      ) : (
        <Button onPress={() => setAdding(true)}>New adverse event</Button>
      )}
    </div>
  );
}

function AdverseEventLine({ entry }: { entry: AdverseEvent }) {
  const { problem, busy, ask } = useAsk();
  const [outcome, setOutcome] = useState('');
  const { body, at, ended } = entry;
  return (
    <li className="observation">
      <p>
        {clockTime(at.wallMs, at.utcOffsetMinutes)} {body.kind}, {body.severity}
        {body.serious && ', serious'}
      </p>
      {ended !== null ? (
        <p className="quiet-text">
          Over {clockTime(ended.at.wallMs, ended.at.utcOffsetMinutes)}: {ended.outcome}
        </p>
      ) : (
        <>
          <Field label={`Outcome: ${body.kind}`} value={outcome} onChange={setOutcome} />
          <Button
            disabled={outcome.trim() === '' || busy}
            onPress={(press) =>
              void ask(
                { type: 'end-adverse-event', adverseEventId: body.adverseEventId, outcome: outcome.trim() },
                press,
              )
            }
          >
            It is over
          </Button>
          <ProblemNote problem={problem} />
        </>
      )}
    </li>
  );
}
