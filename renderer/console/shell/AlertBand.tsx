import { useRef } from 'react';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { waitingAlerts } from '../alerts/alert-log.ts';
import { alertStatus, categoryWords, priorityStars, priorityWords } from '../alerts/alert-words.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useNow, useOpenSession } from '../store.ts';
import { NotSavedBand } from './NotSavedBand.tsx';
import './alert-band.css';

/**
 * The most urgent alert that nobody has acknowledged, over the top row, latched until somebody does; below it, unless it was
 * folded away, what keeps entries from being written. Neither hides the other.
 */
export function AlertBands({ folded, onFold }: { readonly folded: boolean; readonly onFold: () => void }) {
  const bands = useRef<HTMLDivElement>(null);
  // A new alert never takes the focus from what is being written; this key goes to it.
  useCommandKey('to-alert', () => bands.current?.querySelector('button')?.focus());
  return (
    <div className="alert-bands" ref={bands}>
      <AlertBand />
      {!folded && <NotSavedBand onFold={onFold} />}
    </div>
  );
}

function AlertBand() {
  const { state } = useOpenSession();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  const waiting = waitingAlerts(state);
  const [first, ...others] = waiting;
  if (first === undefined) return null;
  return (
    // Each alert is a band of its own, so that a new one swings anew and is announced.
    <div
      key={first.alertId}
      className="alert-band"
      data-priority={first.priority}
      data-category={first.category}
      role="alert"
      aria-label="Alert"
    >
      <span className="alert-kind">
        <StatusMark status={alertStatus[first.priority]} words={priorityWords[first.priority]} />
        <span>{categoryWords[first.category]}</span>
      </span>
      <p className="alert-sentence">
        <span aria-hidden="true">{priorityStars[first.priority]} </span>
        {first.sentence}
      </p>
      <p className="alert-since" aria-live="off">
        {first.endedAt === null ? minutesSeconds(now.elapsedMs - first.raisedAt.elapsedMs) : 'over'}
        {others.length > 0 && ` · ${others.length} more`}
      </p>
      <Button
        disabled={busy}
        onPress={(press) => void ask({ type: 'acknowledge-alert', alertId: first.alertId }, press)}
      >
        Acknowledge
      </Button>
      <ProblemNote problem={problem} />
    </div>
  );
}
