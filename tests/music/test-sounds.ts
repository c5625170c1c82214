import type { MediaSource } from '../../electron/music/media-source.ts';
import { seededRandom } from '../../shared/music/seeded-random.ts';
import { pcm16Of, wavHeader } from './wav.ts';

export const TEST_RATE = 32_000;

function wavOf(seconds: number, sample: (timeS: number) => number): Uint8Array<ArrayBuffer> {
  const samples = new Float32Array(seconds * TEST_RATE);
  for (let frame = 0; frame < samples.length; frame += 1) samples[frame] = sample(frame / TEST_RATE);
  const pcm = pcm16Of(samples, samples);
  const header = wavHeader(TEST_RATE, pcm.length);
  const file = new Uint8Array(header.length + pcm.length);
  file.set(header);
  file.set(pcm, header.length);
  return file;
}

/** Noise at about -20 dBFS; another seed is uncorrelated with it. */
export function noiseWav(seconds: number, seed: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return wavOf(seconds, () => (random() - 0.5) * 0.35);
}

/** A pure tone; with a whole number of periods a second it may be repeated without a seam. */
export function toneWav(seconds: number, hertz: number, amplitude: number): Uint8Array<ArrayBuffer> {
  return wavOf(seconds, (timeS) => amplitude * Math.sin(2 * Math.PI * hertz * timeS));
}

export const SWEEP_AMPLITUDE = 0.25;
/** The frequency of the sweep at a place: a playhead that can be heard. */
export function sweepHz(timeS: number): number {
  return 200 + 10 * timeS;
}

export function sweepWav(seconds: number): Uint8Array<ArrayBuffer> {
  return wavOf(seconds, (timeS) => SWEEP_AMPLITUDE * Math.sin(2 * Math.PI * (200 * timeS + 5 * timeS * timeS)));
}

export function silentWav(seconds: number): Uint8Array<ArrayBuffer> {
  return wavOf(seconds, () => 0);
}

/** Bytes in memory as the media handler serves them. Beyond `stallsAtByte` an answer never comes. */
export function sourceOf(bytes: Uint8Array<ArrayBuffer>, stallsAtByte = Number.POSITIVE_INFINITY): MediaSource {
  return {
    contentType: 'audio/wav',
    sizeBytes: bytes.length,
    open: (fromByte, toByte) => {
      if (fromByte >= stallsAtByte) return new Promise(() => {});
      const part = bytes.slice(fromByte, toByte + 1);
      return Promise.resolve(
        new ReadableStream({
          start(controller) {
            controller.enqueue(part);
            controller.close();
          },
        }),
      );
    },
  };
}
