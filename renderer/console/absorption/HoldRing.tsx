import { Fragment } from 'react';
import { type Dose, protocolOf, type SessionState } from '../../../shared/session/state.ts';
import { Ring } from '../../design/Ring.tsx';
import { minutesSeconds, secondsLeft } from '../../design/time.ts';
import { holdTimes } from './hold.ts';

/** In the last minute the ring is doubled: told by shape. Milliseconds. */
const lastStretchMs = 60_000;

/** What is left of one dose's hold; at the end the verb, and how long it has been over. */
export function HoldRing({
  state,
  dose,
  nowElapsedMs,
  width,
}: {
  state: SessionState;
  dose: Dose;
  nowElapsedMs: number;
  /** CSS px. */
  width: number;
}) {
  const times = holdTimes(protocolOf(state), dose, nowElapsedMs);
  const name = dose.booster ? 'Hold of the booster' : 'Hold';
  const over = times.stage === 'over';
  // Words of another width take the place of the ones before; they do not move to it.
  const left = secondsLeft(times.toMaximumMs);
  const lateBy = `+${minutesSeconds(times.overMs)}`;
  const caption = times.stage === 'too-early' ? `may end in ${secondsLeft(times.toMinimumMs)}` : 'may end now';
  return (
    <Ring
      fraction={over ? 1 : times.fractionLeft}
      label={over ? `${name}: spit now` : `${name}: time left`}
      width={width}
      thin={dose.booster}
      doubled={!over && times.toMaximumMs <= lastStretchMs}
    >
      {over ? (
        <Fragment key="over">
          <span className="hold-verb">Spit now</span>
          <span key={lateBy.length} className="hold-over">
            {lateBy}
          </span>
        </Fragment>
      ) : (
        <Fragment key="left">
          <span key={`left ${left.length}`} className="hold-left">
            {left}
          </span>
          <span key={`caption ${caption.length}`} className="hold-caption">
            {caption}
          </span>
        </Fragment>
      )}
    </Ring>
  );
}
