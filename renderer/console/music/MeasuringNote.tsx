import type { MeasuringMusic } from '../../../shared/music/measuring.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { FilesProgress } from './FilesProgress.tsx';

/** Own tracks are being measured, or wait for it; nothing where all are measured. */
export function MeasuringNote({ measuring: { progress, left } }: { readonly measuring: MeasuringMusic }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  if (progress === null && left === 0) return null;
  const ask = (on: boolean) => void call(bridge.measureMusic({ on }));
  return (
    <section className="form-stack" aria-label={words.measuring}>
      {progress === null ? (
        <p role="status">{words.measuringWaits(left)}</p>
      ) : (
        <FilesProgress words={words.measuringNow(progress.done, progress.of)} progress={progress} />
      )}
      <ProblemNote problem={problem} />
      <div className="row">
        {progress === null ? (
          <Button disabled={busy} onPress={() => ask(true)}>
            {words.measure}
          </Button>
        ) : (
          <Button kind="quiet" disabled={busy} onPress={() => ask(false)}>
            {words.stopMeasuring}
          </Button>
        )}
      </div>
    </section>
  );
}
