import { useState } from 'react';
import { firstDoseGate } from '../../../shared/session/gates.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useOpenSession } from '../store.ts';

/** The patient's own go-ahead, asked after the blood pressure passed. */
export function GoAhead() {
  const { state } = useOpenSession();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  const [words, setWords] = useState('');
  const given = firstDoseGate(state, now).conditions.some(
    (condition) => condition.id === 'go-ahead' && condition.status === 'met',
  );
  if (given) {
    return <StatusMark status="done" words="The patient gave their go-ahead." />;
  }
  return (
    <Panel title="Go-ahead">
      <p className="dosing-question">“Your blood pressure is fine. Do you want to go ahead?”</p>
      <ProblemNote problem={problem} />
      <div className="go-ahead-row">
        <Field label="In their words, if they say more" value={words} onChange={setWords} />
        <Button
          kind="primary"
          disabled={busy}
          onPress={(press) => void ask({ type: 'give-go-ahead', inTheirWords: words }, press)}
        >
          The patient says yes
        </Button>
      </div>
    </Panel>
  );
}
