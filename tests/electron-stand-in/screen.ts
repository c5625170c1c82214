import { spawnSync } from 'node:child_process';
import type { Display } from 'electron';
import { findProgram } from './desktop-programs.ts';
import { guarded } from './not-offered.ts';
import { OfferedEvents } from './offered-events.ts';
import { runtime } from './runtime.ts';

type OfferedDisplay = Pick<
  Display,
  'id' | 'bounds' | 'workArea' | 'size' | 'workAreaSize' | 'scaleFactor' | 'rotation'
>;

function screenSize(): { width: number; height: number } {
  const xrandr = runtime.headless ? undefined : findProgram('xrandr');
  const current = xrandr === undefined ? '' : spawnSync(xrandr, { encoding: 'utf8' }).stdout;
  const [, width, height] = /current (\d+) x (\d+)/.exec(current) ?? [];
  // Where there is no screen to measure, the size of a common one stands for it.
  return width === undefined || height === undefined
    ? { width: 1920, height: 1080 }
    : { width: Number(width), height: Number(height) };
}

class StandInScreen extends OfferedEvents {
  constructor() {
    super('screen', ['display-added', 'display-removed', 'display-metrics-changed']);
  }

  getPrimaryDisplay(): OfferedDisplay {
    const size = screenSize();
    const bounds = { x: 0, y: 0, ...size };
    return guarded('display', {
      id: 1,
      bounds,
      workArea: bounds,
      size,
      workAreaSize: size,
      scaleFactor: 1,
      rotation: 0,
    });
  }

  getAllDisplays(): OfferedDisplay[] {
    return [this.getPrimaryDisplay()];
  }
}

/** Electron's `screen`: one display. */
export const screen: StandInScreen = guarded('screen', new StandInScreen());
