import { describe, expect, it } from 'vitest';
import { alertLog, waitingAlerts } from '../../renderer/console/alerts/alert-log.ts';
import type { Alert } from '../../shared/session/state.ts';
import { byHand, minuteMs, Walk } from '../session/walk.ts';

const at = (elapsedMs: number) => ({ elapsedMs, wallMs: elapsedMs, utcOffsetMinutes: 0 });
const alert = (
  alertId: string,
  priority: Alert['priority'],
  category: Alert['category'],
  raisedMs: number,
  acknowledged = false,
): Alert => ({
  alertId,
  cause: alertId,
  category,
  priority,
  sentence: alertId,
  raisedAt: at(raisedMs),
  acknowledgedAt: acknowledged ? at(raisedMs + 1) : null,
  endedAt: null,
});
const order = (...alerts: Alert[]) => waitingAlerts({ alerts }).map(({ alertId }) => alertId);

describe('the alert that is seen first', () => {
  it('is the most urgent, however late it came', () => {
    expect(
      order(
        alert('low', 'low', 'physiological', 1),
        alert('medium', 'medium', 'technical', 2),
        alert('high', 'high', 'technical', 3),
      ),
    ).toEqual(['high', 'medium', 'low']);
  });

  it('is, of equal priority, the patient’s before the clock’s before the machine’s', () => {
    expect(
      order(
        alert('machine', 'medium', 'technical', 1),
        alert('clock', 'medium', 'prompt', 2),
        alert('patient', 'medium', 'physiological', 3),
      ),
    ).toEqual(['patient', 'clock', 'machine']);
  });

  it('is, of all equal, the one that waits longest; acknowledged ones do not wait', () => {
    expect(
      order(
        alert('later', 'high', 'technical', 2),
        alert('earlier', 'high', 'technical', 1),
        alert('seen', 'high', 'technical', 0, true),
      ),
    ).toEqual(['earlier', 'later']);
  });
});

describe('the log of alerts', () => {
  it('tells who acknowledged each and after how long, and which was raised again', () => {
    const walk = new Walk().toJourney().passMinutes(10).must(byHand(185, 115));
    const raised = walk.state.alerts.filter((one) => one.priority === 'high').map(({ alertId }) => alertId);
    expect(raised.length).toBeGreaterThan(0);
    walk.passMinutes(1);
    for (const alertId of raised) walk.must({ type: 'acknowledge-alert', alertId });
    const seen = alertLog(walk.state).filter((one) => raised.includes(one.alert.alertId));
    for (const one of seen) {
      expect(one).toMatchObject({ waitedMs: minuteMs, again: false });
      expect(one.acknowledgedBy).not.toBeNull();
    }
    walk.passMinutes(30).must({ type: 'tick' });
    const again = alertLog(walk.state).filter((one) => one.again);
    expect(again.length).toBe(raised.length);
    for (const one of again) expect(one).toMatchObject({ acknowledgedBy: null, waitedMs: null });
  });

  it('is newest first and forgets nothing', () => {
    const walk = new Walk().toJourney().passMinutes(10).must(byHand(185, 115)).passMinutes(5).must(byHand(120, 80));
    const log = alertLog(walk.state);
    expect(log).toHaveLength(walk.state.alerts.length);
    const times = log.map((one) => one.alert.raisedAt.elapsedMs);
    expect(times).toEqual([...times].sort((one, other) => other - one));
  });
});
