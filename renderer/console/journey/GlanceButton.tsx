import { Eye } from 'lucide-react';
import { deadlines } from '../../../shared/session/deadlines.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useSession } from '../store.ts';
import './journey.css';

/** One touch: somebody looked, and the patient breathes well. It stands out while the look is due. */
export function GlanceButton() {
  const session = useSession();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  if (session === null) return null;
  const due = deadlines(session.state, now).find((deadline) => deadline.id === 'glance');
  const isDue = due !== undefined && due.atElapsedMs <= now.elapsedMs;
  return (
    <span className={isDue ? 'due-action is-due' : 'due-action'}>
      <Button
        icon={<Icon icon={Eye} />}
        disabled={busy}
        onPress={(press) => void ask({ type: 'record-glance', breathingFine: true }, press)}
      >
        Looked: breathing fine
      </Button>
      <ProblemNote problem={problem} />
    </span>
  );
}
