import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { MusicCommand, PlayerReport } from '../../shared/music/player-messages.ts';
import type { AudioFormat } from '../../shared/music/track.ts';
import type { PlayerPage } from '../music/player-page.ts';
import { noiseWav, sourceOf, sweepWav, toneWav } from '../music/test-sounds.ts';
import { type ListenPage, openListenPage } from './listen-page.ts';
import { type Recording, SINK_RATE } from './pulse-sink.ts';
import { BlockMaker, type Sound } from './sound-blocks.ts';

export type Health = Extract<PlayerReport, { kind: 'health' }>;
type Load = Extract<MusicCommand, { kind: 'load' }>;

/** A tone of -6 dBFS, in which each click shows. */
export const TONE = { hertz: 440, amplitude: 10 ** (-6 / 20) };
/** Quieter and lower, so that both together are hardly steeper than the first alone. */
export const LOW_TONE = { hertz: 220, amplitude: 10 ** (-12 / 20) };

const FFMPEG = '/usr/bin/ffmpeg';
export const hasFfmpeg = existsSync(FFMPEG);

/** The sweep as a stream of another format, by ffmpeg's encoder for it. */
function encodedSweep(...options: string[]): Uint8Array<ArrayBuffer> {
  const args = ['-nostdin', '-loglevel', 'error', '-i', 'pipe:0', ...options, 'pipe:1'];
  return Uint8Array.from(execFileSync(FFMPEG, args, { input: sweepWav(60), maxBuffer: 1 << 26 }));
}

const made = {
  'sweep-flac': () => encodedSweep('-f', 'flac'),
  'sweep-ogg': () => encodedSweep('-c:a', 'libvorbis', '-f', 'ogg'),
  'sweep-opus': () => encodedSweep('-c:a', 'libopus', '-f', 'ogg'),
  'sweep-mp3': () => encodedSweep('-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3'),
  high: () => toneWav(40, TONE.hertz, TONE.amplitude),
  low: () => toneWav(40, LOW_TONE.hertz, LOW_TONE.amplitude),
  'noise-a': () => noiseWav(24, 1),
  'noise-b': () => noiseWav(24, 2),
  'noise-c': () => noiseWav(24, 3),
  sweep: () => sweepWav(60),
  long: () => toneWav(600, 220, 0.1),
  short: () => noiseWav(8, 5),
  stalls: () => noiseWav(40, 4),
  broken: () => new Uint8Array(60_000).map((_, index) => (index * 89) % 251),
  silent: () => toneWav(10, 220, 0),
};
export type SoundName = keyof typeof made;
const SECONDS: Partial<Record<SoundName, number>> = {
  high: 40,
  low: 40,
  sweep: 60,
  'sweep-flac': 60,
  'sweep-ogg': 60,
  'sweep-opus': 60,
  'sweep-mp3': 60,
  long: 600,
  short: 8,
  stalls: 40,
  silent: 10,
};
/** About a quarter of a minute in. */
const STALLS_AT_BYTE = 2_000_000;

function isSound(name: string): name is SoundName {
  return name in made;
}

/** The player page with everything that it may play here, its tap and its recorder. */
export class Stage {
  readonly #page: ListenPage;
  readonly #maker = new BlockMaker();
  #recording: Recording | null = null;

  private constructor(page: ListenPage) {
    this.#page = page;
  }

  static async open(): Promise<Stage> {
    const ready = new Map<SoundName, Uint8Array<ArrayBuffer>>();
    const page = await openListenPage((trackId) => {
      const name = trackId.replace(/\..*$/, '');
      if (!isSound(name)) return Promise.resolve(null);
      const bytes = ready.get(name) ?? made[name]();
      ready.set(name, bytes);
      return Promise.resolve(sourceOf(bytes, name === 'stalls' ? STALLS_AT_BYTE : undefined));
    });
    const stage = new Stage(page);
    // Each report's moment on the clock of the sound, to compare what is told with what is heard.
    await stage.player.page.evaluate(() => {
      const reports: object[] = Reflect.get(window, 'reports');
      const moments: number[] = [];
      Reflect.set(window, 'moments', moments);
      reports.push = (...added) => {
        for (const _ of added) moments.push(Reflect.get(window, 'context').currentTime);
        return Array.prototype.push.apply(reports, added);
      };
      for (const _ of reports) moments.push(0);
    });
    await stage.startRecording();
    return stage;
  }

  get player(): PlayerPage {
    return this.#page.player;
  }

  get sink(): ListenPage['sink'] {
    return this.#page.sink;
  }

  async startRecording(): Promise<void> {
    await this.#recording?.stop();
    this.#recording = (await this.sink?.record((frames) => this.#maker.hear(frames))) ?? null;
  }

  /** Loads tracks and plays them; answers when they advance. */
  async play(names: readonly SoundName[], place: Partial<Load> = {}, endless = true): Promise<void> {
    const tracks = names.map((trackId) => ({
      trackId,
      format: 'wav' as AudioFormat,
      durationMs: (SECONDS[trackId] ?? 24) * 1000,
      trimDb: 0,
      part: 0,
    }));
    const list = { playlistId: 'list', endless, tracks };
    const load = { trackIndex: 0, positionMs: 0, volume: 1, volumeCeiling: 1, crossfadeMs: 4_000, ...place };
    await this.player.send({ kind: 'load', list, ...load });
    await this.player.send({ kind: 'play' });
    await this.until((health) => health.playing && health.positionMs > load.positionMs);
  }

  /** Until nothing moves any more after a rise. */
  async risen(): Promise<void> {
    await this.player.listen(6_800);
  }

  async until(fits: (health: Health) => boolean, withinMs?: number): Promise<Health> {
    return this.player.until((report): report is Health => report.kind === 'health' && fits(report), withinMs);
  }

  /** Until the newest report fits, whatever was reported before. */
  async untilNow(fits: (health: Health) => boolean, withinMs: number): Promise<Health> {
    const endMs = performance.now() + withinMs;
    for (;;) {
      const newest = (await this.player.reports()).findLast((report): report is Health => report.kind === 'health');
      if (newest !== undefined && fits(newest)) return newest;
      if (performance.now() > endMs) throw new Error(`No such report within ${withinMs} ms`);
      await this.player.listen(30);
    }
  }

  /** Forgets what was heard so far. */
  async forget(): Promise<void> {
    await this.heard();
  }

  /** What was heard since this was last asked: in the graph, and at the output where there is one. */
  async heard(): Promise<{ readonly tap: Sound; readonly output: Sound | null }> {
    const tap = await this.player.heard();
    return { tap, output: this.sink === null ? null : { blocks: this.#maker.take(), sampleRate: SINK_RATE } };
  }

  /** Sends a command and answers the frame of the graph's clock at that moment. */
  async sendAt(command: MusicCommand): Promise<number> {
    const [timeS, rate] = await this.player.page.evaluate(() => {
      const context = Reflect.get(window, 'context');
      return [context.currentTime, context.sampleRate];
    });
    await this.player.send(command);
    return Math.round(timeS * rate);
  }

  async blockMainThread(forMs: number): Promise<void> {
    await this.player.page.evaluate((ms) => {
      const endMs = performance.now() + ms;
      while (performance.now() < endMs);
    }, forMs);
  }

  async outputLatencyMs(): Promise<number> {
    return this.player.page.evaluate(() => Reflect.get(window, 'context').outputLatency * 1000);
  }

  async close(): Promise<void> {
    await this.#recording?.stop();
    await this.#page.close();
  }
}
