import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OutputWish } from '../../shared/music/outputs.ts';
import { hasChromium, PlayerPage } from '../music/player-page.ts';
import { sourceOf, toneWav } from '../music/test-sounds.ts';
import { hasPulseAudio, PulseSink, type Recording } from './pulse-sink.ts';

/** Under this nothing is heard, in dBFS. */
const SILENT = 10 ** (-70 / 20);

/** How loud a sink was, at its loudest, since this was last asked. */
class Ear {
  #peak = 0;
  #recording: Recording | null = null;

  async listenTo(pulse: PulseSink, sink: string): Promise<void> {
    await this.#recording?.stop();
    this.#recording = await pulse.record((frames) => {
      for (const sample of frames) this.#peak = Math.max(this.#peak, Math.abs(sample));
    }, sink);
    this.#peak = 0;
  }

  take(): number {
    const peak = this.#peak;
    this.#peak = 0;
    return peak;
  }

  async close(): Promise<void> {
    await this.#recording?.stop();
  }
}

describe.runIf(hasChromium && hasPulseAudio)('where the music is heard', { timeout: 60_000 }, () => {
  let pulse: PulseSink;
  let player: PlayerPage;
  const headphones = new Ear();
  const speakers = new Ear();
  let named: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    pulse = await PulseSink.start();
    for (const sink of ['headphones', 'speakers']) await pulse.bringBack(sink);
    const sound = sourceOf(toneWav(60, 440, 0.25));
    player = await PlayerPage.open(async () => sound, pulse.environment);
    await headphones.listenTo(pulse, 'headphones');
    await speakers.listenTo(pulse, 'speakers');
    const seen = await player.until((report) => report.kind === 'outputs' && report.present?.length === 3);
    named = new Map(seen.kind === 'outputs' ? seen.present?.map(({ name, outputId }) => [name, outputId]) : []);
  }, 60_000);

  afterAll(async () => {
    await headphones.close();
    await speakers.close();
    await player.close();
    await pulse.close();
  });

  const output = (name: string) => ({ outputId: named.get(name) ?? '', name });
  const lead = (wish: OutputWish) => player.send({ kind: 'outputs', wish });
  const outputsAre = async (main: 'runs' | 'gone', second: 'none' | 'runs' | 'gone') => {
    const newest = async () => (await player.reports()).findLast((report) => report.kind === 'outputs');
    await expect.poll(newest, { timeout: 15_000, interval: 50 }).toMatchObject({ main, second });
  };
  /** Forgets what was heard, then waits until an ear hears something. */
  const hears = async (ear: Ear) => {
    ear.take();
    await expect.poll(() => ear.take() > SILENT, { timeout: 15_000, interval: 100 }).toBe(true);
  };
  /** Plays on for a while; how loud each was in it. */
  const heardIn = async (forMs: number) => {
    for (const ear of [headphones, speakers]) ear.take();
    await player.listen(forMs);
    return { headphones: headphones.take(), speakers: speakers.take() };
  };

  test('outputs have names, and a soft tone is heard at the one that is tried, with its level', async () => {
    expect([...named.keys()].toSorted()).toEqual(['headphones', 'listen', 'speakers']);
    await lead({ main: output('headphones'), second: { ...output('speakers'), volume: 0.5 } });
    await outputsAre('runs', 'runs');
    for (const [role, ear, other] of [
      ['main', headphones, speakers],
      ['second', speakers, headphones],
    ] as const) {
      const before = (await player.reports()).length;
      // A recorder is a little late: what is still on its way belongs to before.
      await expect.poll(async () => Object.values(await heardIn(300)).every((peak) => peak < SILENT)).toBe(true);
      await player.send({ kind: 'test-tone', role });
      await expect
        .poll(async () => (await player.reports()).slice(before).some((one) => one.kind === 'tone' && one.over), {
          timeout: 15_000,
        })
        .toBe(true);
      const levels = (await player.reports())
        .slice(before)
        .flatMap((one) => (one.kind === 'tone' && one.role === role ? [one.levelDb] : []));
      // A sine of 0.03 has an RMS of -33.5 dBFS.
      expect(Math.max(...levels)).toBeCloseTo(-33.5, 0);
      const peak = ear.take();
      expect(peak).toBeGreaterThan(0.02);
      expect(peak).toBeLessThan(0.05);
      expect(other.take()).toBeLessThan(SILENT);
    }
  });

  test('both play at once, each at its own volume, and nothing else does', async () => {
    const track = { trackId: 'tone', format: 'wav', durationMs: 60_000, trimDb: 0, part: 0 } as const;
    const list = { playlistId: 'list', endless: true, tracks: [track] };
    const place = { trackIndex: 0, positionMs: 0, volume: 0.8, volumeCeiling: 1, crossfadeMs: 1_000 };
    await player.send({ kind: 'load', list, ...place });
    await player.send({ kind: 'play' });
    await hears(headphones);
    await hears(speakers);
    const levelIn = async () => (await heardIn(500)).speakers;
    // Up slowly: until nothing rises any more.
    let last = await levelIn();
    await expect
      .poll(
        async () => {
          const now = await levelIn();
          const stands = now <= last * 1.02;
          last = now;
          return stands;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    const full = await heardIn(1_000);
    expect(full.headphones).toBeGreaterThan(2 * full.speakers);
    await lead({ main: output('headphones'), second: { ...output('speakers'), volume: 0.25 } });
    await player.listen(500);
    const quieter = await heardIn(1_000);
    expect(quieter.speakers).toBeLessThan(full.speakers / 1.5);
    expect(quieter.speakers).toBeGreaterThan(SILENT);
    expect(quieter.headphones).toBeGreaterThan(full.headphones / 1.1);
  });

  test('the room goes on where the headphones are pulled out, and their music goes nowhere else; back, it rises again', async () => {
    await pulse.takeAway('headphones');
    await outputsAre('gone', 'runs');
    await hears(speakers);
    const health = await player.until((report) => report.kind === 'health');
    expect(health).toMatchObject({ playing: true, problem: null });
    await pulse.bringBack('headphones');
    await headphones.listenTo(pulse, 'headphones');
    await outputsAre('runs', 'runs');
    await hears(headphones);
  });

  test('with one output only the music waits for it, at its place, and never moves to another', async () => {
    await lead({ main: output('headphones'), second: null });
    await outputsAre('runs', 'none');
    await pulse.takeAway('headphones');
    const lost = await player.until((report) => report.kind === 'health' && report.problem === 'no-output');
    expect((await heardIn(1_500)).speakers).toBeLessThan(SILENT);
    await pulse.bringBack('headphones');
    await headphones.listenTo(pulse, 'headphones');
    const back = await player.until((report) => report.kind === 'health' && report.problem === null && report.playing);
    await hears(headphones);
    if (lost.kind !== 'health' || back.kind !== 'health') throw new Error('no health');
    expect(Math.abs(back.positionMs - lost.positionMs)).toBeLessThan(8_000);
  });

  test('an output that is chosen while music plays takes it over', async () => {
    await lead({ main: output('speakers'), second: null });
    await hears(speakers);
    expect((await heardIn(1_000)).headphones).toBeLessThan(SILENT);
    expect(player.errors).toEqual([]);
  });
});
