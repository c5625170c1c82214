import { useState } from 'react';
import type { ProtocolQuestion } from '../../../shared/protocol/schema.ts';
import type { Condition } from '../../../shared/session/condition.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { OpenConditions } from './OpenConditions.tsx';

/** The protocol's questions of one group; each answer is recorded as it is given, none has a default. */
export function QuestionsForm({
  group,
  conditions,
}: {
  readonly group: ProtocolQuestion['group'];
  readonly conditions: readonly Condition[];
}) {
  const { state } = useOpenSession();
  const questions = protocolOf(state).questions.filter((question) => question.group === group);
  return (
    <ul className="questions">
      {questions.map((question) => (
        <li key={question.id}>
          <OneQuestion
            question={question}
            conditions={conditions.filter((condition) => condition.id === `question:${question.id}`)}
          />
        </li>
      ))}
    </ul>
  );
}

function OneQuestion({
  question,
  conditions,
}: {
  readonly question: ProtocolQuestion;
  readonly conditions: readonly Condition[];
}) {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.answers[question.id]?.body;
  const [remarks, setRemarks] = useState(recorded?.remarks ?? '');
  const answer = recorded?.answer ?? null;
  const record = (given: 'yes' | 'no') =>
    void ask({ type: 'answer-question', questionId: question.id, answer: given, remarks });
  return (
    <div className="stack">
      <YesNo label={question.text} value={answer} onChange={record} />
      <ProblemNote problem={problem} />
      {answer !== null && answer === question.concern && (
        <div className="row remarks-row">
          <Field label={`Remarks: ${question.text}`} value={remarks} onChange={setRemarks} />
          <Button disabled={busy || remarks === recorded?.remarks} onPress={() => record(answer)}>
            Save the remarks
          </Button>
        </div>
      )}
      <OpenConditions conditions={conditions} />
    </div>
  );
}
