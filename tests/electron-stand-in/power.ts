import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import { idleSeconds } from './idle-time.ts';
import { guarded } from './not-offered.ts';
import { OfferedEvents } from './offered-events.ts';

const SUPPLIES = '/sys/class/power_supply';
const POWER_EVENTS = [
  'suspend',
  'resume',
  'on-ac',
  'on-battery',
  'shutdown',
  'lock-screen',
  'unlock-screen',
  'thermal-state-change',
  'speed-limit-change',
];

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function suppliesOf(type: string): string[] {
  try {
    return readdirSync(SUPPLIES).filter((name) => readText(join(SUPPLIES, name, 'type')) === type);
  } catch {
    return [];
  }
}

/** On battery: there is one, and no mains supply is on line. */
function runsOnBattery(): boolean {
  const mainsOn = suppliesOf('Mains').some((name) => readText(join(SUPPLIES, name, 'online')) === '1');
  return !mainsOn && suppliesOf('Battery').some((name) => readText(join(SUPPLIES, name, 'status')) === 'Discharging');
}

class StandInPowerMonitor extends OfferedEvents {
  constructor() {
    super('powerMonitor', POWER_EVENTS);
  }

  get onBatteryPower(): boolean {
    return runsOnBattery();
  }

  isOnBatteryPower(): boolean {
    return runsOnBattery();
  }

  getSystemIdleTime(): number {
    return idleSeconds();
  }

  getSystemIdleState(idleThreshold: number): 'active' | 'idle' {
    return idleSeconds() >= idleThreshold ? 'idle' : 'active';
  }
}

/** Electron's `powerMonitor`; its events may be listened for, but this machine's sleep and lock do not raise them here. */
export const powerMonitor: StandInPowerMonitor = guarded('powerMonitor', new StandInPowerMonitor());
powerMonitor satisfies Pick<
  PowerMonitor,
  'onBatteryPower' | 'isOnBatteryPower' | 'getSystemIdleTime' | 'getSystemIdleState'
>;

const blockers = new Set<number>();
let lastBlocker = 0;

/** Electron's `powerSaveBlocker`: keeps count, and keeps nothing awake. */
export const powerSaveBlocker = guarded('powerSaveBlocker', {
  start(_type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    lastBlocker += 1;
    blockers.add(lastBlocker);
    return lastBlocker;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
}) satisfies Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>;
