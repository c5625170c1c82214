import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MediaSource } from '../../electron/music/media-source.ts';
import type { MusicCommand, PlayerReport, PlayerTrack } from '../../shared/music/player-messages.ts';
import { hasChromium, longestSilenceMs, PlayerPage } from './player-page.ts';
import { noiseWav, SWEEP_AMPLITUDE, silentWav, sourceOf, sweepHz, sweepWav } from './test-sounds.ts';

type Health = Extract<PlayerReport, { kind: 'health' }>;
type Load = Extract<MusicCommand, { kind: 'load' }>;

const broken = new Uint8Array(60_000).map((_, index) => (index * 89) % 251);
const noise = noiseWav(16, 1);
const sounds: Readonly<Record<string, MediaSource>> = {
  'noise-a': sourceOf(noise),
  'noise-b': sourceOf(noiseWav(16, 2)),
  sweep: sourceOf(sweepWav(60)),
  silent: sourceOf(silentWav(10)),
  broken: sourceOf(broken),
  stalls: sourceOf(noiseWav(40, 3), 700_000),
  'cut-off': sourceOf(noise.slice(0, noise.length / 2)),
};
const seconds: Readonly<Record<string, number>> = { sweep: 60, stalls: 40, silent: 10 };

function trackOf(trackId: string): PlayerTrack {
  return { trackId, format: 'wav', durationMs: (seconds[trackId] ?? 16) * 1000, trimDb: 0, part: 0 };
}

function loadOf(trackIds: readonly string[], place: Partial<Load> = {}): Load {
  return {
    kind: 'load',
    list: { playlistId: 'list', endless: true, tracks: trackIds.map(trackOf) },
    trackIndex: 0,
    positionMs: 0,
    volume: 1,
    volumeCeiling: 1,
    crossfadeMs: 4_000,
    ...place,
  };
}

const healthThat =
  (fits: (health: Health) => boolean) =>
  (report: PlayerReport): report is Health =>
    report.kind === 'health' && fits(report);

describe.skipIf(!hasChromium)('the player page in Chromium', () => {
  let player: PlayerPage;

  beforeAll(async () => {
    player = await PlayerPage.open((trackId) => Promise.resolve(sounds[trackId] ?? null));
  }, 60_000);

  afterAll(async () => {
    await player?.close();
  });

  async function startPlaying(load: Load): Promise<void> {
    await player.send(load);
    await player.send({ kind: 'play' });
    await player.until(healthThat((health) => health.playing && health.positionMs > load.positionMs));
  }

  test('probes tracks: length and level, silence, what does not decode, what was cut off', async () => {
    const found: Record<string, PlayerReport> = {};
    for (const trackId of ['noise-a', 'silent', 'broken', 'cut-off', 'nowhere']) {
      await player.send({ kind: 'probe', probeId: trackId, trackId, format: 'wav' });
      found[trackId] = await player.until(
        (report) => (report.kind === 'probed' || report.kind === 'probe-failed') && report.probeId === trackId,
      );
    }
    expect(found['noise-a']).toMatchObject({ kind: 'probed' });
    expect(found['noise-a']).toHaveProperty('peakDb', expect.closeTo(-13, -1));
    expect(found['noise-a']).toHaveProperty('durationMs', expect.closeTo(16_000, -2));
    expect(found.silent).toMatchObject({ kind: 'probed', peakDb: -120 });
    expect(found.broken).toMatchObject({ kind: 'probe-failed', fault: 'not-decodable' });
    expect(found.nowhere).toMatchObject({ kind: 'probe-failed', fault: 'not-decodable' });
    const cutOff = found['cut-off'];
    // Chromium either refuses a file that ends early or says how long it really is; never the length it claims.
    if (cutOff?.kind === 'probed') expect(cutOff.durationMs).toBeLessThan(9_000);
    else expect(cutOff).toMatchObject({ kind: 'probe-failed' });
  });

  test('plays, advances, and crosses over to the next track without a hole', async () => {
    await startPlaying(loadOf(['noise-a', 'noise-b'], { positionMs: 8_000 }));
    await player.listen(1_000);
    await player.heard();
    await player.until(healthThat((health) => health.trackIndex === 1 && health.positionMs > 5_000));
    const heard = await player.heard();
    expect(heard.blocks.length * 128).toBeGreaterThan(5 * heard.sampleRate);
    expect(longestSilenceMs(heard)).toBeLessThanOrEqual(20);
    const happened = (await player.reports()).filter((report) => report.kind === 'happened');
    expect(happened.map((report) => report.action)).toEqual(['started', 'track-began']);
  }, 25_000);

  test('a cut is heard from its first to its last sound, and its places are its own', async () => {
    const track = { ...trackOf('sweep'), durationMs: 20_000, cut: { fromMs: 30_000, toMs: 50_000 } };
    await startPlaying({
      ...loadOf([]),
      list: { playlistId: 'list', endless: true, tracks: [track, trackOf('noise-a')] },
      positionMs: 5_000,
    });
    await player.until(healthThat(({ trackId, positionMs }) => trackId === 'sweep' && positionMs > 5_500));
    await player.listen(5_000);
    await player.heard();
    await player.listen(600);
    const health = await player.until(healthThat(({ trackId }) => trackId === 'sweep'));
    const heard = await player.heard();
    expect(health.durationMs).toBe(20_000);
    const crossings = heard.blocks.reduce((sum, block) => sum + block.crossings, 0);
    const hertz = (crossings * heard.sampleRate) / (heard.blocks.length * 128);
    // The sound itself says where in the file it is: behind the cut's beginning by as much as the place told.
    expect(Math.abs((hertz - sweepHz((track.cut.fromMs + health.positionMs) / 1000)) / 10)).toBeLessThan(1);
    const next = await player.until(healthThat(({ trackId }) => trackId === 'noise-a'));
    expect(next.problem).toBeNull();
  }, 60_000);

  test('takes a place up within a second of it, and pauses and resumes without a click', async () => {
    await startPlaying(loadOf(['sweep', 'noise-a'], { positionMs: 30_000 }));
    const { positionMs } = await player.until(healthThat((health) => health.playing));
    expect(positionMs).toBeGreaterThanOrEqual(30_000);
    expect(positionMs).toBeLessThan(31_000);
    await player.listen(6_700);
    await player.heard();
    await player.listen(600);
    const before = await player.until(healthThat((health) => health.playing));
    const heard = await player.heard();
    const crossings = heard.blocks.reduce((sum, block) => sum + block.crossings, 0);
    const hertz = (crossings * heard.sampleRate) / (heard.blocks.length * 128);
    // Where the sound itself says that the playhead is.
    expect(Math.abs((hertz - sweepHz(before.positionMs / 1000)) / 10)).toBeLessThan(1);

    await player.send({ kind: 'pause' });
    await player.listen(600);
    const paused = await player.until(healthThat((health) => !health.playing));
    const falling = await player.heard();
    await player.listen(500);
    const silence = await player.heard();
    expect(Math.max(...silence.blocks.map((block) => block.peak))).toBeLessThan(10 ** (-70 / 20));
    await player.send({ kind: 'play' });
    const resumed = await player.until(healthThat((health) => health.playing && health.positionMs > paused.positionMs));
    expect(resumed.positionMs - paused.positionMs).toBeLessThan(1_000);
    await player.listen(6_700);
    const rising = await player.heard();
    // The steepest that the tone itself is at the highest frequency heard here.
    const own = (SWEEP_AMPLITUDE * 2 * Math.PI * sweepHz(50)) / heard.sampleRate;
    for (const { blocks } of [heard, falling, rising]) {
      expect(Math.max(...blocks.map((block) => block.jump))).toBeLessThanOrEqual(1.1 * own);
    }
    const peak = (blocks: typeof rising.blocks): number => Math.max(...blocks.map((block) => block.peak));
    expect(peak(rising.blocks)).toBeGreaterThan(0.9 * SWEEP_AMPLITUDE);
    expect(peak(rising.blocks)).toBeLessThan(1.02 * peak(heard.blocks));
  }, 25_000);

  test('brings the volume up slowly and down fast', async () => {
    await player.send({ kind: 'set-volume', volume: 0.25 });
    await player.listen(400);
    await player.heard();
    await player.listen(200);
    const low = Math.max(...(await player.heard()).blocks.map((block) => block.peak));
    expect(low).toBeCloseTo(SWEEP_AMPLITUDE * 0.0625, 2);
    await player.send({ kind: 'set-volume', volume: 1 });
    await player.listen(1_000);
    await player.heard();
    await player.listen(100);
    const risen = Math.max(...(await player.heard()).blocks.map((block) => block.peak));
    // 24 dB take five seconds; after about one, some 5 dB are done.
    expect(20 * Math.log10(risen / low)).toBeGreaterThan(3);
    expect(20 * Math.log10(risen / low)).toBeLessThan(11);
  }, 20_000);

  test('begins with the next track when the first one can’t be read', async () => {
    const before = (await player.reports()).length;
    await startPlaying(loadOf(['broken', 'noise-b']));
    await player.until(healthThat((health) => health.trackIndex === 1 && !health.safetyBed && health.positionMs > 500));
    await player.listen(3_200);
    await player.heard();
    await player.listen(500);
    expect(longestSilenceMs(await player.heard())).toBeLessThanOrEqual(20);
    const since = (await player.reports()).slice(before);
    expect(since.find((report) => report.kind === 'happened' && report.action === 'started')).toMatchObject({
      trackId: 'noise-b',
    });
    expect(since.at(-1)).toMatchObject({ kind: 'health', problem: 'track-unreadable' });
  }, 20_000);

  // How soon is held by the engine's own tests, on a clock that stands still when this machine is busy.
  test('covers a track that stalls', async () => {
    await startPlaying(loadOf(['stalls', 'noise-b'], { positionMs: 2_000 }));
    await player.listen(2_500);
    await player.heard();
    const covered = await player.until(healthThat((health) => health.safetyBed));
    expect(covered.problem).toBe('track-stalled');
    await player.listen(1_500);
    await player.heard();
    await player.listen(500);
    expect(longestSilenceMs(await player.heard())).toBe(0);
  }, 30_000);

  test('an output that stops is told and brought back by itself', async () => {
    await startPlaying(loadOf(['noise-a', 'noise-b']));
    await player.listen(1_000);
    const before = (await player.reports()).length;
    await player.page.evaluate(() => Reflect.get(window, 'context').suspend());
    const since = async (): Promise<string[]> =>
      (await player.reports()).slice(before).flatMap((one) => (one.kind === 'happened' ? [one.action] : []));
    await expect.poll(since, { timeout: 6_000 }).toEqual(['interrupted', 'repaired']);
    await player.until(
      healthThat((health) => health.problem === null && health.playing),
      6_000,
    );
    expect(await since()).toEqual(['interrupted', 'repaired']);
    await player.listen(3_200);
    await player.heard();
    await player.listen(300);
    expect(longestSilenceMs(await player.heard())).toBe(0);
  }, 20_000);

  test('fades out and stays silent; nothing broke the content policy, nothing was thrown', async () => {
    await player.send({ kind: 'fade-out', overMs: 1_000 });
    await player.until((report) => report.kind === 'happened' && report.action === 'faded-out');
    await player.heard();
    await player.listen(300);
    expect(Math.max(...(await player.heard()).blocks.map((block) => block.peak))).toBeLessThan(10 ** (-70 / 20));
    expect(await player.violations()).toEqual([]);
    expect(player.errors).toEqual([]);
  });
});
