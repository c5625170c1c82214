import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { responsivenessOptions } from '../words/options.ts';
import { LastObservation } from './LastObservation.tsx';

/** MOAA/S, chosen by its descriptor and not by the digit alone. */
export function ResponsivenessForm() {
  const { problem, busy, ask } = useAsk();
  const [level, setLevel] = useState<(typeof responsivenessOptions)[number]['value'] | null>(null);
  return (
    <section className="observation" aria-label="Responsiveness">
      <Choice label="Responsiveness (MOAA/S)" options={responsivenessOptions} value={level} onChange={setLevel} />
      <LastObservation signal="responsiveness" unit="" />
      <Button
        disabled={level === null || busy}
        onPress={(press) => {
          if (level === null) return;
          const observation = { signal: 'responsiveness', value: Number(level) } as const;
          void ask({ type: 'record-observation', observation }, press, () => setLevel(null));
        }}
      >
        Save responsiveness
      </Button>
      <ProblemNote problem={problem} />
    </section>
  );
}
