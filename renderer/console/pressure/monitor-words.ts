import type { MonitorsPicture } from '../../../shared/bridge/picture.ts';
import type { MonitorFamilyId } from '../../../shared/vitals/reading.ts';

type Bound = NonNullable<MonitorsPicture['bound']>;

/** What stands on the button that starts a measurement, where all models of a family agree. */
const startButtons: Partial<Record<MonitorFamilyId, string>> = {
  'beurer-bm55': 'START/STOP',
  'beurer-bm96': 'START/STOP',
};

/** The patient's own measurement on this monitor, as one does it with it; one sentence each. */
export function waitingWords({ family, needsReplug }: Bound): readonly string[] {
  const button = startButtons[family];
  const press = button === undefined ? 'Press start on the monitor.' : `Press ${button} on the monitor.`;
  return needsReplug
    ? [press, 'When the display shows the result, plug the monitor in again: Vigil then reads it by itself.']
    : [press, 'When the display shows the result, press “Fetch the reading”.'];
}
