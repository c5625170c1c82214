import type { Alert } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { type Status, StatusMark } from '../../design/StatusMark.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useOpenSession, usePicture } from '../store.ts';
import './alert-band.css';

const rank = { high: 0, medium: 1, low: 2 } as const;
const statusOf: Record<Alert['priority'], Status> = { high: 'warning', medium: 'caution', low: 'advisory' };
const wordOf: Record<Alert['priority'], string> = { high: 'High', medium: 'Medium', low: 'Low' };

/**
 * The most urgent alert that nobody has acknowledged, over the top row, latched until somebody does. What keeps events
 * from being written stands above every other.
 */
export function AlertBand() {
  const { state } = useOpenSession();
  const { saving } = usePicture();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  const waiting = state.alerts
    .filter((alert) => alert.acknowledgedAt === null)
    .sort((one, other) => rank[one.priority] - rank[other.priority]);
  const [first, ...others] = waiting;
  if (saving.problem !== null) {
    return (
      <div className="alert-band" data-priority="high" role="alert" aria-label="Alert">
        <StatusMark status="warning" words={`Not saved: ${saving.unsaved}`} />
        <p className="alert-sentence">
          {saving.problem.sentence} {saving.problem.remedy}
        </p>
      </div>
    );
  }
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
