import type { Problem } from '../../../shared/problem.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { OutsideBar } from './OutsideBar.tsx';
import './page.css';

/** The session is there, but its journal can't be shown: why, and the way back. */
export function StageUnavailable({ problem }: { readonly problem: Problem }) {
  const bridge = useBridge();
  const { problem: refused, busy, call } = useCall();
  return (
    <div className="page-frame">
      <main className="page">
        <h1 className="page-title">Session</h1>
        <ProblemNote problem={problem} />
        <ProblemNote problem={refused} />
        <Button disabled={busy} onPress={() => void call(bridge.leaveSession({}))}>
          Home
        </Button>
      </main>
      <OutsideBar />
    </div>
  );
}
