import type { HidTransport } from './hid-transport.ts';
import { startDeadline, type Timer } from './timer.ts';

export type Drained = {
  readonly reports: number;
  /** It was still talking when we stopped listening. */
  readonly endless: boolean;
};

/**
 * Throws away input until nothing has come for `idleMs`, at most for about a second: a monitor that never falls silent
 * must not hold us.
 */
export async function drainUntilIdle(transport: HidTransport, timer: Timer, idleMs: number): Promise<Drained> {
  const deadline = startDeadline(timer, 1000);
  let reports = 0;
  try {
    while (!deadline.passed() && reports < 256) {
      if ((await transport.read(idleMs)).length === 0) return { reports, endless: false };
      reports += 1;
    }
    return { reports, endless: true };
  } finally {
    deadline.cancel();
  }
}
