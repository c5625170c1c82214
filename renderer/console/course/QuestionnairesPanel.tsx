import { useState } from 'react';
import type { PatientSummary } from '../../../shared/bridge/picture.ts';
import {
  type QuestionnaireId,
  type QuestionnaireScore,
  questionnaireScales,
  questionnaireScoreSchema,
} from '../../../shared/course/questionnaire.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { calendarDay } from '../../design/time.ts';
import { numberFrom } from '../asking/number-from.ts';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { courseWords as words } from '../words/course-words.ts';

/** The totals of the questionnaires that a patient answered in their course, newest first, and how to record one. */
export function QuestionnairesPanel({ patient }: { readonly patient: PatientSummary }) {
  const [adding, setAdding] = useState(false);
  const scores = patient.scores.toSorted((one, other) => other.day.localeCompare(one.day));
  return (
    <Panel title={words.questionnaires}>
      {scores.length === 0 && <p className="soft">{words.none}</p>}
      <ul className="plain-list" aria-label={words.questionnaires}>
        {scores.map((score, index) => (
          // Nothing else tells two equal totals of one day apart; the list only ever grows.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <li key={index}>
            <p>{words.row(questionnaireScales[score.questionnaire].name, score.day, score.total)}</p>
            {score.questionnaire === 'phq-9' && score.item9 > 0 && (
              <p className="quiet-text">{words.item9Row(score.item9, score.followUp)}</p>
            )}
          </li>
        ))}
      </ul>
      {adding ? (
        <ScoreForm courseId={patient.course.courseId} onDone={() => setAdding(false)} />
      ) : (
        <div className="row">
          <Button onPress={() => setAdding(true)}>{words.add}</Button>
        </div>
      )}
    </Panel>
  );
}

function ScoreForm({ courseId, onDone }: { readonly courseId: string; readonly onDone: () => void }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [which, setWhich] = useState<QuestionnaireId>('phq-9');
  const [day, setDay] = useState(today);
  const [total, setTotal] = useState('');
  const [item9, setItem9] = useState<'0' | '1' | '2' | '3' | null>(null);
  const [followUp, setFollowUp] = useState('');
  const score = scoreOf({ which, day, total, item9, followUp });
  const save = async () => {
    if (score === null) return;
    const kept = await call(bridge.recordScore({ courseId, score }));
    if (kept.ok) onDone();
  };
  return (
    <div className="form-stack">
      <Choice label={words.which} options={words.whichOptions} value={which} onChange={setWhich} />
      <Field kind="date" label={words.day} value={day} onChange={setDay} />
      <Field kind="number" label={words.total(questionnaireScales[which].most)} value={total} onChange={setTotal} />
      {which === 'phq-9' && (
        <Choice label={words.item9} options={words.item9Options} value={item9} onChange={setItem9} />
      )}
      {which === 'phq-9' && item9 !== null && item9 !== '0' && (
        <>
          <p role="status">{words.item9Above}</p>
          <TextArea label={words.followUp} value={followUp} onChange={setFollowUp} rows={2} />
        </>
      )}
      <ProblemNote problem={problem} />
      <div className="row">
        <Button disabled={busy || score === null} onPress={() => void save()}>
          {words.save}
        </Button>
        <Button onPress={onDone}>{words.cancel}</Button>
      </div>
    </div>
  );
}

function today(): string {
  const now = Date.now();
  return calendarDay(now, -new Date(now).getTimezoneOffset());
}

/** What was filled in as a score; null while it is none. */
function scoreOf(filled: {
  readonly which: QuestionnaireId;
  readonly day: string;
  readonly total: string;
  readonly item9: string | null;
  readonly followUp: string;
}): QuestionnaireScore | null {
  const { which, day, followUp } = filled;
  const total = numberFrom(filled.total);
  const ofPhq9 = { item9: filled.item9 === null ? null : Number(filled.item9), followUp };
  const score = questionnaireScoreSchema.safeParse({
    questionnaire: which,
    day,
    total,
    ...(which === 'phq-9' ? ofPhq9 : {}),
  });
  return score.success ? score.data : null;
}
