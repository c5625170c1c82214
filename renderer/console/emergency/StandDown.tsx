import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';

/** Opening an emergency is one touch; ending it is held. Milliseconds. */
const standDownHoldMs = 1000;

/** Ends the emergency, with how it ended where that was said. */
export function StandDown({ outcome, onDone }: { outcome: string; onDone: () => void }) {
  const { problem, busy, ask } = useAsk();
  return (
    <>
      <ProblemNote problem={problem} />
      <HoldButton
        label="Hold: stand down"
        holdingLabel="Keep holding"
        holdMs={standDownHoldMs}
        disabled={busy}
        onHeld={(press) => void ask({ type: 'stand-down', outcome: outcome.trim() }, press, onDone)}
      />
    </>
  );
}
