import { useMemo, useState } from 'react';
import { requiredGaps } from '../../../shared/record/document.ts';
import { draftRecord } from '../../../shared/record/draft.ts';
import { Button } from '../../design/Button.tsx';
import { ReviewNotes } from '../notes/ReviewNotes.tsx';
import { SafetyForm } from '../observations/SafetyForm.tsx';
import { PhaseLayout } from '../phase/PhaseLayout.tsx';
import { RecordGaps } from '../record/RecordGaps.tsx';
import { RecordView } from '../record/RecordView.tsx';
import { SignForm } from '../record/SignForm.tsx';
import { WordsForm } from '../record/WordsForm.tsx';
import { useSession } from '../store.ts';
import '../record/record.css';

/** After the patient left, or where no dose was given: the draft, what it lacks, the therapist's words, the signature. */
export function SignOffScreen() {
  const session = useSession();
  const state = session?.state ?? null;
  const record = useMemo(() => (state === null ? null : draftRecord(state)), [state]);
  const [reviewing, setReviewing] = useState(false);
  if (state === null || record === null) return null;
  const required = requiredGaps(record).length;
  const openStatement = state.suicidalStatements.some((entry) => entry.resolved === null);

  return (
    <PhaseLayout
      name="sign-off"
      time={
        <>
          <div className="sign-off-head">
            <h1 className="phase-word">{state.phase === 'declined' ? 'Declined' : 'Departed'}</h1>
            <p className="hero-time" role="status" aria-label="Open items">
              {required}
              <span className="hero-unit">{required === 1 ? ' item open' : ' items open'}</span>
            </p>
          </div>
          <RecordGaps document={record} />
          {openStatement && <SafetyForm />}
          <WordsForm />
          <div className="action-row">
            <Button onPress={() => setReviewing(true)}>Correct an entry</Button>
          </div>
          <ReviewNotes open={reviewing} onClose={() => setReviewing(false)} />
          <SignForm openGaps={required} />
        </>
      }
    >
      <RecordView document={record} />
    </PhaseLayout>
  );
}
