import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';

/** The built-in music is being made, which it is once on each machine: how far it is (0 to 1), and a way to stop it. */
export function MakingMusic({ done }: { done: number }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const percent = Math.floor(done * 100);
  return (
    <section className="form-stack making-music" aria-label="Making the built-in music">
      <p>Making the built-in music, once on this machine: {percent} %</p>
      <progress max={100} value={percent} aria-label="Made so far" />
      <ProblemNote problem={problem} />
      <Button kind="quiet" disabled={busy} onPress={() => void call(bridge.stopMakingMusic({}))}>
        Stop making it
      </Button>
    </section>
  );
}
