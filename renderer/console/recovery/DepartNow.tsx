import { type Gate, isOpen } from '../../../shared/session/condition.ts';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';

/** Leaving is held, not tapped. Milliseconds. */
const departHoldMs = 1000;

/** How many conditions are open, and the hold that lets the patient leave; in view however far the checks are scrolled. */
export function DepartNow({ gate }: { gate: Gate }) {
  const { problem, busy, ask } = useAsk();
  const missing = gate.conditions.filter((condition) => condition.status !== 'met').length;
  return (
    <div className="pinned-actions depart-now">
      <ProblemNote problem={problem} />
      <div className="depart-row">
        <p role="status">
          {missing === 0
            ? 'Every condition is met.'
            : `Not ready: ${missing} ${missing === 1 ? 'condition' : 'conditions'} open.`}
        </p>
        <HoldButton
          label="Hold: patient leaves"
          holdingLabel="Keep holding"
          holdMs={departHoldMs}
          kind="primary"
          disabled={!isOpen(gate) || busy}
          onHeld={(press) => void ask({ type: 'depart' }, press)}
        />
      </div>
    </div>
  );
}
