import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TrackMeter } from '../../shared/music/track-meter.ts';

const RATE = 48_000;

/** A stereo sine of 1 kHz at these levels in dBFS, one part after the other. */
function tones(...parts: readonly (readonly [levelDb: number, seconds: number])[]): Float32Array {
  const all = new Float32Array(Math.round(parts.reduce((sum, [, seconds]) => sum + seconds, 0) * RATE));
  let at = 0;
  for (const [levelDb, seconds] of parts) {
    const end = at + Math.round(seconds * RATE);
    const amplitude = 10 ** (levelDb / 20);
    for (; at < end; at += 1) all[at] = amplitude * Math.sin((2 * Math.PI * 1000 * at) / RATE);
  }
  return all;
}

function measureOf(samples: Float32Array, pieceFrames = 4096) {
  const meter = new TrackMeter(RATE);
  for (let at = 0; at < samples.length; at += pieceFrames) {
    const piece = samples.slice(at, at + pieceFrames);
    meter.take([piece, piece]);
  }
  return meter.measure();
}

describe('the measure of a track', () => {
  test.each([
    ['case 1', -23, tones([-23, 20])],
    ['case 2', -33, tones([-33, 20])],
    ['case 3: what is far quieter does not count', -23, tones([-36, 10], [-23, 60], [-36, 10])],
    ['case 4: what is below -70 does not count', -23, tones([-72, 10], [-36, 10], [-23, 60], [-36, 10], [-72, 10])],
  ])('EBU 3341 %s within 0.1 LU', (_, expectedDb, samples) => {
    expect(Math.abs((measureOf(samples).loudnessDb ?? 0) - expectedDb)).toBeLessThanOrEqual(0.1);
  });

  test('one channel counts as the same in both ears', () => {
    const meter = new TrackMeter(RATE);
    meter.take([tones([-23, 3])]);
    expect(meter.measure().loudnessDb).toBeCloseTo(-23, 1);
  });

  test('the peak, the length and the silences at both ends are as they were made', () => {
    const measure = measureOf(tones([-200, 2], [-20, 5], [-200, 1]));
    expect(measure.durationMs).toBe(8_000);
    expect(measure.peakDb).toBeCloseTo(-20, 2);
    expect(Math.abs((measure.edges.headSilenceMs ?? 0) - 2_000)).toBeLessThanOrEqual(1);
    expect(Math.abs((measure.edges.tailSilenceMs ?? 0) - 1_000)).toBeLessThanOrEqual(1);
  });

  test('the edges are the first and the last 15 s', () => {
    const { edges } = measureOf(tones([-30, 15], [-10, 20], [-26, 15]));
    expect(edges.headDb).toBeCloseTo(-30, 1);
    expect(edges.tailDb).toBeCloseTo(-26, 1);
  });

  test('silence and nothing have no loudness, and are silent from end to end', () => {
    expect(measureOf(new Float32Array(RATE))).toMatchObject({
      loudnessDb: null,
      peakDb: -120,
      edges: { headSilenceMs: 1_000, tailSilenceMs: 1_000 },
    });
    expect(new TrackMeter(RATE).measure()).toMatchObject({ durationMs: 0, loudnessDb: null, edges: { headDb: null } });
  });

  test('it does not matter in which pieces the samples come', () => {
    const samples = tones([-30, 1], [-20, 2]);
    const whole = measureOf(samples, samples.length);
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 30_000 }), (pieceFrames) => {
        const pieces = measureOf(samples, pieceFrames);
        // Sums of other groups differ in their last digit.
        expect(pieces.loudnessDb).toBeCloseTo(whole.loudnessDb ?? 0, 9);
        expect(pieces.edges.headDb).toBeCloseTo(whole.edges.headDb ?? 0, 9);
        expect(pieces.edges.headSilenceMs).toBe(whole.edges.headSilenceMs);
        expect(pieces.edges.tailSilenceMs).toBe(whole.edges.tailSilenceMs);
        expect([pieces.peakDb, pieces.durationMs]).toEqual([whole.peakDb, whole.durationMs]);
      }),
      { numRuns: 10 },
    );
  });

  test('samples that are no numbers do not spoil the rest', () => {
    const samples = tones([-23, 3]);
    samples[5] = Number.NaN;
    samples[9] = Number.POSITIVE_INFINITY;
    expect(measureOf(samples).loudnessDb).toBeCloseTo(-23, 1);
  });
});
