import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { clockTime, minutesSeconds } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useOpenSession } from '../store.ts';
import { alertLog, type LoggedAlert } from './alert-log.ts';
import { alertStatus, categoryWords, priorityWords } from './alert-words.ts';
import './alert-log.css';

/** Every alert of the session, and who acknowledged it when; nothing is there before the first one. */
export function AlertLog() {
  const { state } = useOpenSession();
  const [open, setOpen] = useState(false);
  if (state.alerts.length === 0) return null;
  const count = `${state.alerts.length} ${state.alerts.length === 1 ? 'alert' : 'alerts'}`;
  return (
    <>
      <Button kind="quiet" label={`All alerts: ${count}`} onPress={() => setOpen(true)}>
        {count}
      </Button>
      <Sheet title="Alerts" open={open} onClose={() => setOpen(false)}>
        <ul className="alert-log" aria-label="Alerts, newest first">
          {alertLog(state).map((logged) => (
            <li key={logged.alert.alertId}>
              <LoggedLine logged={logged} />
            </li>
          ))}
        </ul>
      </Sheet>
    </>
  );
}

function LoggedLine({ logged }: { readonly logged: LoggedAlert }) {
  const now = useNow();
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const { alert, acknowledgedBy, waitedMs, again } = logged;
  const time = ({ wallMs, utcOffsetMinutes }: { readonly wallMs: number; readonly utcOffsetMinutes: number }) =>
    clockTime(wallMs, utcOffsetMinutes);
  return (
    <>
      <div className="alert-log-head">
        <StatusMark status={alertStatus[alert.priority]} words={priorityWords[alert.priority]} />
        <span>{categoryWords[alert.category]}</span>
        <span>
          {again ? 'raised again' : 'raised'} {time(alert.raisedAt)}
        </span>
      </div>
      <p className="alert-log-sentence">{alert.sentence}</p>
      <p className="soft">
        {alert.acknowledgedAt === null || waitedMs === null
          ? `not acknowledged, waits ${minutesSeconds(now.elapsedMs - alert.raisedAt.elapsedMs)}`
          : `acknowledged ${time(alert.acknowledgedAt)}${acknowledgedBy === null ? '' : ` by ${acknowledgedBy}`}, after ${minutesSeconds(waitedMs)}`}
        {alert.endedAt === null ? ' · still stands' : ` · over ${time(alert.endedAt)}`}
      </p>
      {alert.acknowledgedAt === null && state.phase !== 'signed' && (
        <Button
          label={`Acknowledge: ${alert.sentence}`}
          disabled={busy}
          onPress={(press) => void ask({ type: 'acknowledge-alert', alertId: alert.alertId }, press)}
        >
          Acknowledge
        </Button>
      )}
      <ProblemNote problem={problem} />
    </>
  );
}
