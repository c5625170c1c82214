import type { MonitorsPicture } from '../../../shared/bridge/picture.ts';
import type { MonitorFamilyId } from '../../../shared/vitals/reading.ts';

type Bound = NonNullable<MonitorsPicture['bound']>;

/** What stands on the button that starts a measurement, where all models of a family agree. */
const startButtons: Partial<Record<MonitorFamilyId, string>> = {
  'beurer-bm55': 'START/STOP',
  'beurer-bm96': 'START/STOP',
};

/** Why nothing can be measured over the cable, and what to do; null where a monitor is there. */
export function absenceWords({ bound, present }: MonitorsPicture): string | null {
  if (bound !== null) return bound.pluggedIn ? null : 'The monitor is unplugged. Plug it in, or enter by hand.';
  return present.length === 0 ? 'No monitor. Connect one or enter by hand.' : null;
}

/** The patient's own measurement on this monitor, as one does it with it; one sentence each. */
export function waitingWords({ family, needsReplug, pluggedIn }: Bound): readonly string[] {
  const button = startButtons[family];
  const press = button === undefined ? 'Press start on the monitor.' : `Press ${button} on the monitor.`;
  if (!pluggedIn) return [press, 'When it shows the result, plug it in: Vigil then reads it by itself.'];
  return needsReplug
    ? [press, 'When it shows the result, unplug it and plug it in again.']
    : [press, 'When it shows the result, press “Fetch the reading”.'];
}
