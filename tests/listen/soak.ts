import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlayerPage } from '../music/player-page.ts';
import { sourceOf, toneWav } from '../music/test-sounds.ts';
import { openListenPage } from './listen-page.ts';
import { SINK_RATE } from './pulse-sink.ts';
import { SILENT, SoundWatch } from './sound-watch.ts';

const HIGH = { hertz: 440, amplitude: 10 ** (-6 / 20) };
/** Quieter and lower, so that both tones together are hardly steeper than the first alone: any more is a click. */
const LOW = { hertz: 220, amplitude: 10 ** (-12 / 20) };
const BLOCK_MS = 1_500;
const BLOCK_EVERY_MS = 9_000;
const LOOK_EVERY_MS = 1_500;
const HOGS = 3;
const HOGS_FOR_MS = 60_000;
/** By then everything that is loaded once is loaded. */
const SETTLED_MS = 120_000;

export type SoakFigures = {
  readonly minutes: number;
  readonly tapSilenceMs: number;
  readonly tapJump: number;
  readonly sinkSilenceMs: number | null;
  readonly sinkJump: number | null;
  /** The tone's own largest difference between samples, times 1.1. */
  readonly jumpLimit: number;
  readonly joins: number;
  readonly blocks: number;
  /** Of the process that plays, in megabytes: when it had settled, and at the end. */
  readonly settledMb: number;
  readonly endMb: number;
  readonly interruptions: number;
};

/** The resident memory in megabytes of each renderer below `browserPid`, by its own id. */
export function renderersMb(browserPid: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (!command.includes('--type=renderer')) continue;
      if (!isBelow(Number(name), browserPid)) continue;
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      found.set(name, Number(kilobytes ?? 0) / 1024);
    } catch (error) {
      // A process may end while it is looked at.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
        throw error;
    }
  }
  return found;
}

/** The memory of the renderer that `player` plays in: the largest of its browser's renderers. */
function playerMemoryMb(browserPid: number): number {
  return Math.max(0, ...renderersMb(browserPid).values());
}

function isBelow(pid: number, ancestor: number): boolean {
  let at = pid;
  while (at > 1) {
    if (at === ancestor) return true;
    at = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${at}/status`, 'utf8'))?.[1] ?? 0);
  }
  return false;
}

function startHogs(): ChildProcess[] {
  return Array.from({ length: HOGS }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
}

async function takeReports(player: PlayerPage): Promise<{ readonly joins: number; readonly interruptions: number }> {
  const actions: string[] = await player.page.evaluate(() => {
    const all: { kind: string; action?: string }[] = Reflect.get(window, 'reports');
    return all.splice(0).flatMap((one) => (one.kind === 'happened' && one.action !== undefined ? [one.action] : []));
  });
  const count = (action: string): number => actions.filter((one) => one === action).length;
  return { joins: count('track-began'), interruptions: count('interrupted') };
}

/**
 * Plays for `minutes` of real time, two tones in turn, while the page's main thread is blocked for 1.5 s every 9 s and
 * three programs burn the processor for a minute; `onLook` hears of the figures as they are, each minute or so.
 */
export async function soak(minutes: number, onLook: (figures: SoakFigures) => void = () => {}): Promise<SoakFigures> {
  const trackS = Math.min(300, Math.max(20, minutes * 20));
  const sounds = {
    high: sourceOf(toneWav(trackS, HIGH.hertz, HIGH.amplitude)),
    low: sourceOf(toneWav(trackS, LOW.hertz, LOW.amplitude)),
  };
  const { player, sink, close } = await openListenPage((trackId) =>
    Promise.resolve(trackId === 'high' || trackId === 'low' ? sounds[trackId] : null),
  );
  let hogs: ChildProcess[] = [];
  try {
    const tracks = (['high', 'low'] as const).map((trackId) => ({
      trackId,
      format: 'wav' as const,
      durationMs: trackS * 1000,
      trimDb: 0,
      part: 0,
    }));
    const list = { playlistId: 'soak', endless: true, tracks };
    const place = { trackIndex: 0, positionMs: 0, volume: 1, volumeCeiling: 1, crossfadeMs: 8_000 };
    const sinkWatch = new SoundWatch(SINK_RATE);
    const recording = sink === null ? null : await sink.record((frames) => sinkWatch.hear(frames));
    await player.send({ kind: 'load', list, ...place });
    await player.send({ kind: 'play' });
    await player.until((report) => report.kind === 'health' && report.playing && report.positionMs > 0);
    await player.heard();
    const startMs = performance.now();
    let figures: SoakFigures = {
      minutes: 0,
      tapSilenceMs: 0,
      tapJump: 0,
      sinkSilenceMs: sink === null ? null : 0,
      sinkJump: sink === null ? null : 0,
      jumpLimit: 0,
      joins: 0,
      blocks: 0,
      settledMb: 0,
      endMb: 0,
      interruptions: 0,
    };
    let run = 0;
    let hogsFromMs = 60_000;
    let blockAtMs = BLOCK_EVERY_MS;
    let lookAtMs = 0;
    for (let nowMs = 0; nowMs < minutes * 60_000; nowMs = performance.now() - startMs) {
      if (nowMs >= blockAtMs) {
        blockAtMs += BLOCK_EVERY_MS;
        figures = { ...figures, blocks: figures.blocks + 1 };
        await player.page.evaluate((forMs) => {
          const endMs = performance.now() + forMs;
          while (performance.now() < endMs);
        }, BLOCK_MS);
      }
      if (hogs.length === 0 && nowMs >= hogsFromMs && nowMs < hogsFromMs + HOGS_FOR_MS) hogs = startHogs();
      else if (hogs.length > 0 && nowMs >= hogsFromMs + HOGS_FOR_MS) {
        for (const hog of hogs) hog.kill('SIGKILL');
        hogs = [];
        hogsFromMs += 20 * 60_000;
      }
      const { blocks, sampleRate } = await player.heard();
      let { tapSilenceMs, tapJump } = figures;
      for (const block of blocks) {
        run = block.peak < SILENT ? run + 1 : 0;
        tapSilenceMs = Math.max(tapSilenceMs, (run * 128_000) / sampleRate);
        tapJump = Math.max(tapJump, block.jump);
      }
      const { joins, interruptions } = await takeReports(player);
      const heard = sinkWatch.heard();
      const endMb = playerMemoryMb(process.pid);
      const jumpLimit = (1.1 * HIGH.amplitude * 2 * Math.PI * HIGH.hertz) / sampleRate;
      figures = {
        ...figures,
        minutes: nowMs / 60_000,
        tapSilenceMs,
        tapJump,
        sinkSilenceMs: sink === null ? null : heard.longestSilenceMs,
        sinkJump: sink === null ? null : heard.largestJump,
        jumpLimit,
        joins: figures.joins + joins,
        interruptions: figures.interruptions + interruptions,
        settledMb: nowMs < SETTLED_MS || figures.settledMb === 0 ? endMb : figures.settledMb,
        endMb,
      };
      if (nowMs >= lookAtMs) {
        lookAtMs += 60_000;
        onLook(figures);
      }
      await sleep(LOOK_EVERY_MS);
    }
    await recording?.stop();
    return figures;
  } finally {
    for (const hog of hogs) hog.kill('SIGKILL');
    await close();
  }
}
