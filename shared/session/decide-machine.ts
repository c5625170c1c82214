import { alertsForTime, raise } from './alerts.ts';
import type { Command } from './command.ts';
import { accept, type Decision, type DecisionContext, refuse } from './refusal.ts';
import type { SessionState } from './state.ts';
import { instantBefore } from './timeline.ts';

/** What the machine itself reports: time, music, technical trouble. Null where the command is not one of them. */
export function decideMachine(state: SessionState, command: Command, { now, newId }: DecisionContext): Decision | null {
  const at = instantBefore(now, 0);
  switch (command.type) {
    case 'tick':
      return accept(at, ...alertsForTime(state, now, newId));
    case 'report-music':
      return accept(at, { ...command, type: 'music-event' });
    case 'raise-technical-alert':
      return state.alerts.some((alert) => alert.cause === command.cause && alert.endedAt === null)
        ? accept(at)
        : accept(at, raise(newId(), command.cause, 'technical', command.priority, command.sentence));
    case 'end-technical-alert':
      return accept(
        at,
        ...state.alerts
          .filter((alert) => alert.cause === command.cause && alert.category === 'technical' && alert.endedAt === null)
          .map((alert) => ({ type: 'alert-ended' as const, alertId: alert.alertId })),
      );
    case 'report-sleep':
      return accept(at, { ...command, type: 'slept' });
    case 'report-wall-clock-change':
      return accept(at, { ...command, type: 'wall-clock-changed' });
    case 'report-utc-offset-change':
      return accept(at, { ...command, type: 'utc-offset-changed' });
    case 'resume':
      return accept(at, { ...command, type: 'resumed' });
    case 'state-gap':
      return state.gapUncertain
        ? accept(at, { ...command, type: 'gap-stated' })
        : refuse('no-gap', 'The time is known.', 'Nothing to do.');
    default:
      return null;
  }
}
