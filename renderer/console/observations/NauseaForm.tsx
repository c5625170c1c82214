import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { type NauseaLevel, nauseaOptions } from '../words/options.ts';
import { LastObservation } from './LastObservation.tsx';

/** Nausea as the patient says it. */
export function NauseaForm() {
  const { problem, busy, ask } = useAsk();
  const [level, setLevel] = useState<NauseaLevel | null>(null);
  return (
    <section className="observation" aria-label="Nausea">
      <Choice label="Nausea" options={nauseaOptions} value={level} onChange={setLevel} />
      <LastObservation signal="nausea" unit="" />
      <Button
        disabled={level === null || busy}
        onPress={(press) => {
          if (level === null) return;
          const observation = { signal: 'nausea', value: level } as const;
          void ask({ type: 'record-observation', observation }, press, () => setLevel(null));
        }}
      >
        Save nausea
      </Button>
      <ProblemNote problem={problem} />
    </section>
  );
}
