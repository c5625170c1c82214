import { Undo2 } from 'lucide-react';
import { decideWatch } from '../../../shared/session/decide-watch.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useOpenSession } from '../store.ts';
import { phaseWords } from './phase-words.ts';

/** Takes the last phase change back, for as long as the session's rules would accept it. */
export function PhaseUndo() {
  const { state } = useOpenSession();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  const decision = decideWatch(state, { type: 'undo-phase-change' }, { now, newId: () => 'unused', by: 'console' });
  const before = state.phaseSpans.at(-2);
  if (decision === null || !decision.ok || before === undefined) return null;
  return (
    <>
      <ProblemNote problem={problem} />
      <Button
        icon={<Icon icon={Undo2} size={20} />}
        disabled={busy}
        onPress={(press) => void ask({ type: 'undo-phase-change' }, press)}
      >
        Undo: back to {phaseWords[before.phase]}
      </Button>
    </>
  );
}
