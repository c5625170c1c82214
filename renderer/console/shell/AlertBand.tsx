import { useRef } from 'react';
import type { Alert } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { type Status, StatusMark } from '../../design/StatusMark.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useNow, useOpenSession } from '../store.ts';
import { NotSavedBand } from './NotSavedBand.tsx';
import './alert-band.css';

const rank = { high: 0, medium: 1, low: 2 } as const;
const statusOf: Record<Alert['priority'], Status> = { high: 'warning', medium: 'caution', low: 'advisory' };
const wordOf: Record<Alert['priority'], string> = { high: 'High', medium: 'Medium', low: 'Low' };

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
  const waiting = state.alerts
    .filter((alert) => alert.acknowledgedAt === null)
    .sort((one, other) => rank[one.priority] - rank[other.priority]);
  const [first, ...others] = waiting;
  if (first === undefined) return null;
  return (
    <div className="alert-band" data-priority={first.priority} role="alert" aria-label="Alert">
      <StatusMark status={statusOf[first.priority]} words={wordOf[first.priority]} />
      <p className="alert-sentence">{first.sentence}</p>
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
