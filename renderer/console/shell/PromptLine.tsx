import { openAlerts } from '../../../shared/session/alerts.ts';
import { prompts } from '../../../shared/session/prompts.ts';
import { StatusMark } from '../../design/StatusMark.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { AlertLog } from '../alerts/AlertLog.tsx';
import { alertStatus } from '../alerts/alert-words.ts';
import { useNow, useOpenSession } from '../store.ts';
import { ClockGap } from './ClockGap.tsx';
import { PhaseUndo } from './PhaseUndo.tsx';

/** What the console asks for now, the most urgent first, in a line that is always there and never moves anything. */
export function PromptLine() {
  const { state } = useOpenSession();
  const now = useNow();
  const asked = prompts(state, now);
  const [first, ...others] = asked;
  const open = openAlerts(state).filter((alert) => alert.acknowledgedAt !== null);
  return (
    <section className="prompt-line" aria-label="Now">
      {first !== undefined && <StatusMark status="advisory" words={first.sentence} />}
      {first !== undefined && now.elapsedMs - first.dueAtElapsedMs >= 60_000 && (
        <span className="soft">since {minutesSeconds(now.elapsedMs - first.dueAtElapsedMs)}</span>
      )}
      {others.length > 0 && <span className="soft">{`+ ${others.length} more`}</span>}
      {open.slice(0, 1).map((alert) => (
        <StatusMark key={alert.alertId} status={alertStatus[alert.priority]} words={alert.sentence} />
      ))}
      <span className="prompt-end">
        {state.gapUncertain && <ClockGap />}
        <AlertLog />
        <PhaseUndo />
      </span>
    </section>
  );
}
