import { useEffect, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { idle, type Stopwatch, secondsOf, shownMs, started, stopped } from './stopwatch.ts';
import './checks.css';

/** Seconds by stopwatch, or typed: the field holds what was timed and stays open to the pen-and-paper way. */
export function StopwatchField({
  name,
  value,
  onChange,
  atMostS,
  beside,
}: {
  name: string;
  /** Seconds as written in the field. */
  value: string;
  onChange: (value: string) => void;
  /** Where timing ends by itself; absent where it does not. Seconds. */
  atMostS?: number;
  /** What the result is compared with; absent where there is nothing yet. */
  beside?: { readonly words: string; readonly passes: (seconds: number) => boolean };
}) {
  const [watch, setWatch] = useState<Stopwatch>(idle);
  const [shown, setShown] = useState(0);
  const running = watch.kind === 'running';

  const stop = (timeStamp: number) => {
    const end = stopped(watch, timeStamp);
    setWatch(end);
    onChange(secondsOf(Math.min(shownMs(end, timeStamp), (atMostS ?? Number.POSITIVE_INFINITY) * 1000)));
  };

  useEffect(() => {
    if (watch.kind !== 'running') return;
    let frame = 0;
    // The frame's own time stamp is on the same time line as the press that started the watch.
    const draw = (timeStamp: number) => {
      const lasted = shownMs(watch, timeStamp);
      if (atMostS !== undefined && lasted >= atMostS * 1000) {
        setWatch({ kind: 'stopped', lastedMs: atMostS * 1000 });
        onChange(secondsOf(atMostS * 1000));
        return;
      }
      setShown(lasted);
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [watch, atMostS, onChange]);

  const seconds = numberFrom(value);
  return (
    <div className="stopwatch" data-running={running}>
      <Field label={name} kind="number" unit="s" value={value} onChange={onChange} />
      {running ? (
        <Button kind="primary" label={`Stop timing: ${name}`} onPress={(press) => stop(press.timeStamp)}>
          Stop
        </Button>
      ) : (
        <Button
          label={`Start timing: ${name}`}
          onPress={(press) => {
            setShown(0);
            setWatch(started(press.timeStamp));
          }}
        >
          Start
        </Button>
      )}
      <span className="stopwatch-shown" role="timer" aria-live="off" aria-label={`Stopwatch: ${name}`}>
        {running ? secondsOf(shown) : ''}
      </span>
      {beside !== undefined && (
        <p className="stopwatch-beside">
          {beside.words}
          {seconds !== null && !running && (
            <StatusMark
              status={beside.passes(seconds) ? 'met' : 'unmet'}
              words={beside.passes(seconds) ? 'Passes' : 'Does not pass'}
            />
          )}
        </p>
      )}
    </div>
  );
}
