import { useState } from 'react';
import type { BodyOf } from '../../../shared/session/event.ts';
import { Choice } from '../../design/Choice.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf } from '../asking/answers.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

type Place = BodyOf<'comfort-recorded'>['place'];

const places = [
  { value: 'couch', label: 'Couch' },
  { value: 'mattress', label: 'Mattress' },
  { value: 'recliner', label: 'Recliner' },
] as const;

/** Where the patient lies, and with what. */
export function ComfortForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.comfort?.body;
  const [place, setPlace] = useState<Place | null>(recorded?.place ?? null);
  const [eyeMask, setEyeMask] = useState<Answer>(answerOf(recorded?.eyeMask));
  const [blanket, setBlanket] = useState<Answer>(answerOf(recorded?.weightedBlanket));
  return (
    <>
      <Choice label="Place" options={places} value={place} onChange={setPlace} />
      <YesNo label="Eye mask?" value={eyeMask} onChange={setEyeMask} />
      <YesNo label="Weighted blanket?" value={blanket} onChange={setBlanket} />
      <SaveRow
        words="Save comfort"
        disabled={busy || place === null || eyeMask === null || blanket === null}
        problem={problem}
        onSave={(press) => {
          if (place === null) return;
          void ask(
            { type: 'record-comfort', place, eyeMask: eyeMask === 'yes', weightedBlanket: blanket === 'yes' },
            press,
          );
        }}
      />
    </>
  );
}
