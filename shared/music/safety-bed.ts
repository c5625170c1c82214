import { gainOfDb } from './level.ts';
import { samplePeak, ungatedLoudnessDb } from './loudness.ts';
import { renderPad, type StereoSamples } from './periodic-pad.ts';

/** Long enough not to be heard as a loop, short enough to be rendered in a moment. */
const LENGTH_S = 30;
/** A little under the music's loudness: it fills a hole, it does not draw attention. */
const LOUDNESS_DB = -27;
const PEAK_DB = -9;

const recipe = {
  seed: 20_260_101,
  rootHz: 98,
  chords: [[1, 1.5, 2, 3]],
  overtones: 2,
  softAboveHz: 500,
  airLevel: 0.4,
};

/** Half a minute of calm sound that repeats without a seam, held in memory for when a track can't be heard. */
export function renderSafetyBed(sampleRate: number): StereoSamples {
  const rendering = renderPad(recipe, sampleRate, Math.round(LENGTH_S * sampleRate));
  let step = rendering.next();
  while (step.done !== true) step = rendering.next();
  const { left, right } = step.value;
  const gain = Math.min(
    gainOfDb(LOUDNESS_DB - ungatedLoudnessDb(left, right, sampleRate)),
    gainOfDb(PEAK_DB) / samplePeak(left, right),
  );
  for (const channel of [left, right]) {
    for (let frame = 0; frame < channel.length; frame += 1) channel[frame] = (channel[frame] ?? 0) * gain;
  }
  return { left, right };
}
