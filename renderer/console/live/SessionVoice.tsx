import { useEffect, useRef } from 'react';
import { protocolOf } from '../../../shared/session/state.ts';
import { minutesLeft } from '../../design/time.ts';
import { holdTimes } from '../absorption/hold.ts';
import { useNow, useOpenSession, usePicture } from '../store.ts';
import { useSay } from './say.ts';
import { spokenChanges, type Told } from './spoken.ts';

/** Tells who does not see the screen what changed in the session: notes, readings, phases, the end of the hold, the monitor. */
export function SessionVoice() {
  const { state } = useOpenSession();
  const { monitors } = usePicture();
  const { elapsedMs } = useNow();
  const say = useSay();
  const holding = state.doses.find((dose) => dose.hold === null);
  const told: Told = {
    state,
    monitor: monitors.bound,
    holdMinutesLeft:
      holding === undefined ? null : minutesLeft(holdTimes(protocolOf(state), holding, elapsedMs).toMaximumMs),
  };
  const before = useRef(told);
  useEffect(() => {
    for (const words of spokenChanges(before.current, told)) say(words);
    before.current = told;
  });
  return null;
}
