import { SILENCE_DB } from './level.ts';

type Biquad = { b0: number; b1: number; b2: number; a1: number; a2: number };

/** The two filters of ITU-R BS.1770's K-weighting, from their analogue prototypes, for any sample rate. */
function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  const shelfK = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const shelfQ = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const shelfA0 = 1 + shelfK / shelfQ + shelfK * shelfK;
  const passK = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const passQ = 0.5003270373238773;
  const passA0 = 1 + passK / passQ + passK * passK;
  return [
    {
      b0: (high + (band * shelfK) / shelfQ + shelfK * shelfK) / shelfA0,
      b1: (2 * (shelfK * shelfK - high)) / shelfA0,
      b2: (high - (band * shelfK) / shelfQ + shelfK * shelfK) / shelfA0,
      a1: (2 * (shelfK * shelfK - 1)) / shelfA0,
      a2: (1 - shelfK / shelfQ + shelfK * shelfK) / shelfA0,
    },
    {
      b0: 1,
      b1: -2,
      b2: 1,
      a1: (2 * (passK * passK - 1)) / passA0,
      a2: (1 - passK / passQ + passK * passK) / passA0,
    },
  ];
}

/** One channel's K-weighting, carried on from piece to piece of a long signal. */
export class WeightedChannel {
  readonly #shelf: Biquad;
  readonly #pass: Biquad;
  #s1 = 0;
  #s2 = 0;
  #p1 = 0;
  #p2 = 0;

  constructor(sampleRate: number) {
    [this.#shelf, this.#pass] = kWeighting(sampleRate);
  }

  /** The sum of the squares of the next `samples`, weighted. */
  energy(samples: Float32Array): number {
    const shelf = this.#shelf;
    const pass = this.#pass;
    let s1 = this.#s1;
    let s2 = this.#s2;
    let p1 = this.#p1;
    let p2 = this.#p2;
    let sum = 0;
    for (let index = 0; index < samples.length; index += 1) {
      const sample = samples[index] ?? 0;
      const shelved = shelf.b0 * sample + s1;
      s1 = shelf.b1 * sample - shelf.a1 * shelved + s2;
      s2 = shelf.b2 * sample - shelf.a2 * shelved;
      const passed = pass.b0 * shelved + p1;
      p1 = pass.b1 * shelved - pass.a1 * passed + p2;
      p2 = pass.b2 * shelved - pass.a2 * passed;
      sum += passed * passed;
    }
    this.#s1 = s1;
    this.#s2 = s2;
    this.#p1 = p1;
    this.#p2 = p2;
    return sum;
  }
}

/** The weighted power of a programme, summed over its channels, as loudness in LUFS (ITU-R BS.1770-5). */
export function loudnessOfPower(power: number): number {
  return power <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, -0.691 + 10 * Math.log10(power));
}

function weightedMeanSquare(samples: Float32Array, sampleRate: number): number {
  return samples.length === 0 ? 0 : new WeightedChannel(sampleRate).energy(samples) / samples.length;
}

/**
 * Loudness of a stereo programme in LUFS (ITU-R BS.1770-5) without the gate, which music that never falls silent
 * does not need.
 */
export function ungatedLoudnessDb(left: Float32Array, right: Float32Array, sampleRate: number): number {
  return loudnessOfPower(weightedMeanSquare(left, sampleRate) + weightedMeanSquare(right, sampleRate));
}

/** The largest sample of both channels, 0 to 1. */
export function samplePeak(left: Float32Array, right: Float32Array): number {
  let peak = 0;
  for (const channel of [left, right]) {
    for (let index = 0; index < channel.length; index += 1) peak = Math.max(peak, Math.abs(channel[index] ?? 0));
  }
  return peak;
}
