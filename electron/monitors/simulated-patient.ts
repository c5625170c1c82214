import { localMsOfWall, type MonitorsState, type WallTime } from './monitors-state.ts';
import type { SimulatedBeurer } from './simulated-beurer.ts';
import type { Timer } from './timer.ts';

/** What the simulated patient's sleeve measures, one after the other; the last repeats. */
export type ScriptedPressure = {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
};

/** How long the simulated patient takes for whatever the screen asks of them, in real time. */
const actsAfterMs = 1500;
const dayMs = 24 * 60 * 60_000;

export type SimulatedPatient = {
  /** The rehearsal's time; from the first one on, readings of the days before lie in the monitor. */
  tellTime(now: WallTime): void;
  /** What the screen shows; the patient does what it asks for. */
  see(state: MonitorsState): void;
  leave(): void;
};

/**
 * The patient of a rehearsal: measures when the screen waits for a measurement, and plugs the monitor in when the
 * screen asks for that.
 */
export function createSimulatedPatient(
  beurer: SimulatedBeurer,
  timer: Timer,
  pressures: readonly ScriptedPressure[],
): SimulatedPatient {
  let now: WallTime | null = null;
  let next = 0;
  let measured = false;
  let stopActing: (() => void) | null = null;

  const act = (run: () => void) => {
    if (stopActing !== null) return;
    stopActing = timer.after(actsAfterMs, () => {
      stopActing = null;
      run();
    });
  };
  const measure = (slot: 'A' | 'B') => {
    const pressure = pressures[Math.min(next, pressures.length - 1)];
    if (pressure === undefined || now === null) return;
    next += 1;
    beurer.store({ ...pressure, slot, localMs: localMsOfWall(now) });
  };

  return {
    tellTime(time) {
      if (now === null) {
        for (const daysAgo of [9, 2]) {
          beurer.store({
            slot: 'A',
            localMs: localMsOfWall(time) - daysAgo * dayMs,
            systolicMmHg: 131 + daysAgo,
            diastolicMmHg: 80 + daysAgo,
            pulsePerMin: 70,
          });
        }
      }
      now = time;
    },
    see(state) {
      const slot = state.bound?.slot ?? 'A';
      if (state.activity === 'waiting-for-measurement') {
        if (!measured) {
          act(() => {
            measured = true;
            measure(slot);
            beurer.replug();
          });
        } else if (state.problem !== null) {
          act(beurer.replug);
        }
        return;
      }
      if (state.activity === 'idle') {
        measured = false;
        if (state.readsOnArrival && state.problem !== null) act(beurer.replug);
        else {
          stopActing?.();
          stopActing = null;
        }
      }
    },
    leave() {
      stopActing?.();
      stopActing = null;
    },
  };
}
