import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { familyOf } from '../../electron/monitors/families.ts';
import { startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import { recordBus } from '../../electron/monitors/recorded-transport.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { standInDriver } from '../driver/stand-in-driver.ts';
import { createVault, openSession } from '../rehearsal/before-dose.ts';
import { Hands } from '../rehearsal/hands.ts';
import { bindMonitor, measure as measureOnce } from '../rehearsal/measuring.ts';
import { benchMonitors, promptLocalMs } from '../simulators/monitor-bench.ts';
import { type Figure, figureBelow, percentile } from './figure.ts';
import { deliveryToScreen, type ProbeEntry } from './probe-entry.ts';

/** How many readings the app is given; fewer make a p99 that is only the worst. */
const deliveries = Number(process.env.VIGIL_BENCH_DELIVERIES ?? 60);
const exchangesOfEach = 5;
const screenTargetMs = 100;
const frameTargetMs = 50;

const timer: Timer = {
  after(delayMs, run) {
    const handle = setTimeout(run, delayMs);
    return () => clearTimeout(handle);
  },
};

/** From the last input report of an exchange to its result, in ms: what a monitor's protocol takes to end. */
async function lastReportToResult(make: (typeof benchMonitors)[string]): Promise<number> {
  const monitor = make(timer);
  for (const minutesAgo of [30, 20, 10]) {
    const localMs = promptLocalMs - minutesAgo * 60_000;
    monitor.store('A', { localMs, systolicMmHg: 120 + minutesAgo, diastolicMmHg: 80, pulsePerMin: 70 });
  }
  let lastReportMs = 0;
  const bus = recordBus(
    monitor.bus,
    () => Math.round(performance.now()),
    ({ direction }) => {
      if (direction === 'RX') lastReportMs = performance.now();
    },
  );
  const listing = await bus.list();
  const [first] = listing.ok ? listing.value : [];
  const family = first === undefined ? null : familyOf(first);
  if (first === undefined || family === null) throw new Error('The simulated monitor is not listed');
  const claimed = { key: monitor.key, family, listing: first };
  const { kind } = await startMemoryExchange(bus, claimed, timer, new Set()).result;
  if (kind !== 'contents') throw new Error(`The simulated ${family.id} was not read`);
  return performance.now() - lastReportMs;
}

async function* protocolFigures(): AsyncGenerator<Figure> {
  for (const [name, make] of Object.entries(benchMonitors)) {
    const taken = await Promise.all(Array.from({ length: exchangesOfEach }, () => lastReportToResult(make)));
    const figure = `monitors.last-report-to-result.${name.replaceAll(' ', '-')}.p50`;
    yield figureBelow(figure, percentile(taken, 50), 'ms', null);
  }
}

/**
 * Readings in the real app, one after another, from the first press to the therapist's confirmation. Gives the machine's
 * monotonic time from which on the monitor was measured with.
 */
async function readInTheApp(folder: string, log: string): Promise<number> {
  const app = await standInDriver.launchApp({
    args: ['--rehearsal', '--vault', join(folder, 'vault'), '--scenario', 'calm', '--speed', '60'],
    env: {
      XDG_CONFIG_HOME: join(folder, 'profile'),
      NODE_OPTIONS: `--import=${new URL('probe.ts', import.meta.url).href}`,
      VIGIL_BENCH_LOG: log,
    },
    out: folder,
  });
  try {
    const window = await app.window('console', 30_000);
    await window.setViewport(1280, 800);
    const hands = new Hands(window);
    await createVault(hands, 'bench lantern orchid gravel');
    await openSession(hands);
    await hands.press(/^Blood pressure: /);
    await hands.press('Start the seated rest');
    await bindMonitor(hands);
    const beginMs = Number(process.hrtime.bigint()) / 1e6;
    for (let taken = 0; taken < deliveries; taken += 1) {
      await measureOnce(hands);
      if (taken % 10 === 9) console.error(`${taken + 1} of ${deliveries} readings`);
    }
    return beginMs;
  } finally {
    await app.close();
  }
}

function entriesIn(log: string): readonly ProbeEntry[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ProbeEntry);
}

async function* appFigures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  try {
    const log = join(folder, 'probe.log');
    const beginMs = await readInTheApp(folder, log);
    const entries = entriesIn(log);
    const taken = deliveryToScreen(entries);
    if (taken.length < deliveries) throw new Error(`Only ${taken.length} of ${deliveries} readings were seen`);
    // Each entry tells of the frames before it: the first may reach back behind the beginning.
    const frames = entries.filter((entry) => entry.kind === 'frames' && entry.atMs > beginMs).slice(1);
    const clockErrorMs = Math.max(...entries.map((entry) => (entry.kind === 'clock' ? entry.errorMs : 0)));
    const longest = Math.max(...frames.map((entry) => (entry.kind === 'frames' ? entry.longestMs : 0)));
    yield figureBelow('monitors.delivery-to-screen.count', taken.length, 'readings', null);
    yield figureBelow('monitors.delivery-to-screen.clock-error', clockErrorMs, 'ms', null);
    yield figureBelow('monitors.delivery-to-screen.p50', percentile(taken, 50), 'ms', screenTargetMs);
    yield figureBelow('monitors.delivery-to-screen.p99', percentile(taken, 99), 'ms', screenTargetMs);
    yield figureBelow('monitors.longest-frame', longest, 'ms', frameTargetMs);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/**
 * What a reading takes to the screen. The way has two parts, measured apart: from the last report to the exchange's result,
 * which is the monitor's own protocol (waiting until the line is quiet, asking twice, ending), for each simulated family
 * alone; and from the monitors process handing the reading over to the frame that shows it, in the real app on the
 * stand-in, journal and vault included. The frames are watched while the simulated monitor is polled, read and replugged.
 */
export async function* measure(): AsyncGenerator<Figure> {
  yield* protocolFigures();
  yield* appFigures();
}
