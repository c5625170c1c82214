import { useState } from 'react';
import { type Gate, isOpen } from '../../../shared/session/condition.ts';
import { Button } from '../../design/Button.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { ConditionList } from '../gates/ConditionList.tsx';
import { AgainstAdviceForm } from '../stop/AgainstAdviceForm.tsx';

/** Leaving is held, not tapped. Milliseconds. */
const departHoldMs = 1000;

/**
 * The gate home, whole: every condition with why, the prescriber's early release beside the one it may override, the
 * hold that lets the patient leave, and leaving against advice.
 */
export function DeparturePanel({ gate }: { gate: Gate }) {
  const { problem, busy, ask } = useAsk();
  const [leaving, setLeaving] = useState(false);
  const missing = gate.conditions.filter((condition) => condition.status !== 'met').length;
  return (
    <Panel title="Departure">
      <ConditionList gate={gate} />
      <p role="status">
        {missing === 0
          ? 'Every condition is met.'
          : `Not ready: ${missing} ${missing === 1 ? 'condition' : 'conditions'} open.`}
      </p>
      <ProblemNote problem={problem} />
      <HoldButton
        label="Hold: patient leaves"
        holdingLabel="Keep holding"
        holdMs={departHoldMs}
        kind="primary"
        disabled={!isOpen(gate) || busy}
        onHeld={(press) => void ask({ type: 'depart' }, press)}
      />
      {leaving ? (
        <>
          <AgainstAdviceForm />
          <Button kind="quiet" onPress={() => setLeaving(false)}>
            Back
          </Button>
        </>
      ) : (
        <Button kind="quiet" onPress={() => setLeaving(true)}>
          The patient leaves against advice
        </Button>
      )}
    </Panel>
  );
}
