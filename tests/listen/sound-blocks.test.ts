import { describe, expect, test } from 'vitest';
import { sweepHz } from '../music/test-sounds.ts';
import { type Goal, lineOf } from './goal.ts';
import {
  BlockMaker,
  largestJump,
  largestStepDb,
  levelsDb,
  longestSilenceMs,
  msUntil,
  type Sound,
  sweepPlaceS,
} from './sound-blocks.ts';

const RATE = 48_000;

/** Both channels of so many seconds, heard in pieces of an odd size as a recorder brings them. */
function soundOf(seconds: number, sample: (timeS: number) => number): Sound {
  const maker = new BlockMaker();
  const frames = new Float32Array(Math.round(seconds * RATE) * 2);
  for (let at = 0; at < frames.length; at += 1) frames[at] = sample(Math.floor(at / 2) / RATE);
  for (let at = 0; at < frames.length; at += 998) maker.hear(frames.subarray(at, at + 998));
  return { blocks: maker.take(), sampleRate: RATE };
}

const tone = (timeS: number): number => 0.5 * Math.sin(2 * Math.PI * 440 * timeS);

describe('what is found in a sound', () => {
  test('a hole in a tone is as long as it is', () => {
    const sound = soundOf(2, (timeS) => (timeS >= 1 && timeS < 1.05 ? 0 : tone(timeS)));
    expect(longestSilenceMs(sound)).toBeGreaterThan(44);
    expect(longestSilenceMs(sound)).toBeLessThanOrEqual(50);
    expect(longestSilenceMs(soundOf(1, (timeS) => tone(timeS)))).toBe(0);
  });

  test('a click of one sample is seen, and the tone alone is as steep as its formula', () => {
    const own = (0.5 * 2 * Math.PI * 440) / RATE;
    expect(largestJump(soundOf(1, tone))).toBeCloseTo(own, 4);
    const clicked = soundOf(1, (timeS) => tone(timeS) + (Math.round(timeS * RATE) === 24_000 ? 0.2 : 0));
    expect(largestJump(clicked)).toBeGreaterThan(0.17);
  });

  test('a level is the RMS of its window, a full tone of 0.5 is -9 dB', () => {
    const levels = levelsDb(soundOf(2, tone), 400);
    expect(levels).toHaveLength(5);
    for (const level of levels) expect(level).toBeCloseTo(-9.03, 1);
  });

  test('a rise of 6 dB a second is found as one, a fall is none', () => {
    const rise = soundOf(3, (timeS) => 10 ** ((-24 + 6 * timeS) / 20) * Math.sin(2 * Math.PI * 440 * timeS));
    expect(largestStepDb(rise, 500, -40, 1) * 2).toBeCloseTo(6, 0);
    expect(largestStepDb(rise, 500, -40, -1)).toBeLessThan(0.3);
    // Nothing of it is above -5 dB.
    expect(largestStepDb(rise, 500, -5, 0)).toBe(0);
  });

  test('the moment is the last one from which it holds for good', () => {
    const sound = soundOf(1, (timeS) => (timeS < 0.25 || (timeS > 0.5 && timeS < 0.6) ? tone(timeS) : 0));
    const silentMs = msUntil(sound, RATE / 10, ({ peak }) => peak < 0.001);
    expect(silentMs).toBeGreaterThanOrEqual(498);
    expect(silentMs).toBeLessThan(505);
    expect(msUntil(sound, 0, ({ peak }) => peak > 0.9)).toBeNull();
  });

  test('the place of a sweep is read to a millisecond', () => {
    const placeS = 31.25;
    const phase = (timeS: number): number => 200 * timeS + 5 * timeS * timeS;
    const sound = soundOf(6, (timeS) => 0.25 * Math.sin(2 * Math.PI * phase(placeS + timeS)));
    expect(sweepHz(placeS)).toBe(512.5);
    expect(Math.abs(sweepPlaceS(sound) - placeS)).toBeLessThan(0.001);
  });
});

describe('the line of a goal', () => {
  const goal: Goal<never> = {
    goal: 'G1',
    target: 2,
    unit: 'ms',
    quick: true,
    measure: () => Promise.reject(new Error()),
  };

  test('the median counts, and the worse of the middle two', () => {
    const three = [1, 9, 2].map((value) => ({ value, met: value <= 2 }));
    expect(lineOf(goal, three, 0.5)).toMatchObject({ value: 2, met: true, all: [1, 9, 2], load: 0.5 });
    const two = [1, 9].map((value) => ({ value, met: value <= 2 }));
    expect(lineOf(goal, two, 0.5)).toMatchObject({ value: 9, met: false });
  });

  test('what was not run is neither met nor missed, and says why', () => {
    const line = lineOf(goal, [{ value: null, met: null, note: 'needs hours' }], 0);
    expect(line).toMatchObject({ value: null, met: null, note: 'needs hours' });
  });
});
