import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, PlayerPage } from '../music/player-page.ts';
import { sourceOf, toneWav } from '../music/test-sounds.ts';
import { SILENT } from './sound-watch.ts';

const HIGH = { hertz: 440, amplitude: 10 ** (-6 / 20) };
/** Quieter and lower, so that both together are hardly steeper than the first alone: any more is a click. */
const LOW = { hertz: 220, amplitude: 10 ** (-12 / 20) };
const TRACK_S = 20;
const MINUTE_S = 60;
/** What an element that waits for its decoder may have spoilt around the moment it says so, in seconds of sound. */
const STARVED_S = 1;
const BLOCK_MS = 1_500;

// A minute of sound, whatever time it takes. A machine so busy that the decoder can't keep up is told by Chromium, and what it
// spoils is not the player's: it is left out here, and listened for on a quiet machine.
describe.skipIf(!hasChromium)('a minute of music under stress', () => {
  let player: PlayerPage;

  beforeAll(async () => {
    const sounds = {
      high: sourceOf(toneWav(TRACK_S, HIGH.hertz, HIGH.amplitude)),
      low: sourceOf(toneWav(TRACK_S, LOW.hertz, LOW.amplitude)),
    };
    player = await PlayerPage.open((trackId) =>
      Promise.resolve(trackId === 'high' || trackId === 'low' ? sounds[trackId] : null),
    );
    await player.page.evaluate(() => {
      const starved: number[] = [];
      Reflect.set(window, 'starved', starved);
      const play = HTMLMediaElement.prototype.play;
      const known = new WeakSet<HTMLMediaElement>();
      HTMLMediaElement.prototype.play = function () {
        if (!known.has(this)) {
          known.add(this);
          this.addEventListener('waiting', () => starved.push(Reflect.get(window, 'context').currentTime));
        }
        return play.call(this);
      };
    });
  }, 60_000);
  afterAll(async () => {
    await player?.close();
  });

  test('has no hole and no click, while the page’s own thread is blocked for 1.5 s again and again', async () => {
    const tracks = (['high', 'low'] as const).map((trackId) => {
      return { trackId, format: 'wav' as const, durationMs: TRACK_S * 1000, trimDb: 0, part: 0 };
    });
    const place = { trackIndex: 0, positionMs: 0, volume: 1, volumeCeiling: 1, crossfadeMs: 6_000 };
    await player.send({ kind: 'load', list: { playlistId: 'minute', endless: true, tracks }, ...place });
    await player.send({ kind: 'play' });
    await player.until((report) => report.kind === 'health' && report.playing && report.positionMs > 0);
    await player.listen(500);
    await player.heard();
    const heard: { atFrame: number; peak: number; jump: number }[] = [];
    let rate = 1;
    for (let frames = 0; frames < MINUTE_S * rate; ) {
      await player.page.evaluate((forMs) => {
        const endMs = performance.now() + forMs;
        while (performance.now() < endMs);
      }, BLOCK_MS);
      await player.listen(3_000);
      const { blocks, sampleRate } = await player.heard();
      rate = sampleRate;
      heard.push(...blocks);
      frames += blocks.length * 128;
    }
    const starved: number[] = await player.page.evaluate(() => Reflect.get(window, 'starved'));
    const isSpoilt = (frame: number): boolean => starved.some((atS) => Math.abs(atS - frame / rate) < STARVED_S);
    const sound = heard.filter(({ atFrame }) => !isSpoilt(atFrame));
    expect(sound.length * 128).toBeGreaterThan(0.5 * MINUTE_S * rate);
    let run = 0;
    let longest = 0;
    for (const { peak } of sound) {
      run = peak < SILENT ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    expect((longest * 128_000) / rate).toBeLessThanOrEqual(20);
    const limit = (1.1 * HIGH.amplitude * 2 * Math.PI * HIGH.hertz) / rate;
    expect(Math.max(...sound.map(({ jump }) => jump))).toBeLessThanOrEqual(limit);
    const happened = (await player.reports()).filter((report) => report.kind === 'happened');
    expect(happened.filter(({ action }) => action === 'track-began').length).toBeGreaterThanOrEqual(3);
  }, 300_000);
});
