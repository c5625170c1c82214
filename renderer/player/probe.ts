import { dbOfGain } from '../../shared/music/level.ts';
import { mediaPath } from '../../shared/music/media-path.ts';
import type { PlayerReport, ProbeCommand } from '../../shared/music/player-messages.ts';

/** Where a track is listened to, as parts of its length: a file that was cut off shows at its end. */
const PLACES = [0.05, 0.5, 0.95] as const;
/** How long it is listened to at each place: twice what the meter holds, so that nothing of before is left in it. */
const LISTEN_S = 0.2;
/** A track that has not answered by then is not checked. */
const LIMIT_MS = 10_000;

type Found = Extract<PlayerReport, { kind: 'probed' | 'probe-failed' }>;

class TooSlow extends Error {}

function happens(element: HTMLMediaElement, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener(event, () => resolve(), { once: true, signal });
    element.addEventListener('error', () => reject(new Error('not decodable')), { once: true, signal });
    signal.addEventListener('abort', () => reject(new TooSlow()), { once: true });
  });
}

/** An element of its own that nobody hears, for one of the places. */
class Ear {
  readonly #element = new Audio();
  readonly #meter: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(join: (element: HTMLMediaElement) => AnalyserNode) {
    this.#meter = join(this.#element);
    this.#samples = new Float32Array(this.#meter.fftSize);
  }

  /** Plays a moment of a track at `place` (0 to 1 of its length); its length in seconds, and its peak there. */
  async listen(trackId: string, place: number, signal: AbortSignal): Promise<{ durationS: number; peak: number }> {
    const element = this.#element;
    try {
      const known = happens(element, 'loadedmetadata', signal);
      element.src = mediaPath(trackId);
      element.load();
      await known;
      const durationS = element.duration;
      return { durationS, peak: await this.#peakAt(durationS * place, signal) };
    } finally {
      element.pause();
    }
  }

  async #peakAt(timeS: number, signal: AbortSignal): Promise<number> {
    const element = this.#element;
    const sought = happens(element, 'seeked', signal);
    element.currentTime = timeS;
    await sought;
    await element.play();
    const untilS = Math.min(element.currentTime + LISTEN_S, element.duration - 0.01);
    while (element.currentTime < untilS && !element.ended) {
      if (signal.aborted) throw new TooSlow();
      await waitABit(element, signal);
    }
    this.#meter.getFloatTimeDomainData(this.#samples);
    element.pause();
    return this.#samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  }
}

/** Decodes tracks one after another, each at its places at the same time, so that nobody waits for three. */
export class Prober {
  readonly #ears: readonly Ear[];
  #queue: Promise<unknown> = Promise.resolve();

  /** `join` leads an element to where it can be measured and not be heard. */
  constructor(join: (element: HTMLMediaElement) => AnalyserNode) {
    this.#ears = PLACES.map(() => new Ear(join));
  }

  /** Plays a moment of a track at its beginning, middle and end, and says how long it is and how loud it was. */
  probe(command: ProbeCommand): Promise<Found> {
    const mine = this.#queue.then(() => this.#probe(command));
    this.#queue = mine;
    return mine;
  }

  async #probe({ probeId, trackId }: ProbeCommand): Promise<Found> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), LIMIT_MS);
    const heard = this.#ears.map((ear, index) => ear.listen(trackId, PLACES[index] ?? 0, limit.signal));
    try {
      const places = await Promise.all(heard);
      const peak = Math.max(...places.map((one) => one.peak));
      const durationS = Math.max(...places.map((one) => one.durationS));
      return { kind: 'probed', probeId, durationMs: durationS * 1000, peakDb: dbOfGain(peak) };
    } catch (error) {
      return { kind: 'probe-failed', probeId, fault: error instanceof TooSlow ? 'too-slow' : 'not-decodable' };
    } finally {
      clearTimeout(timer);
      limit.abort();
      // The next track must not find an ear that is still at this one.
      await Promise.allSettled(heard);
    }
  }
}

/** A short wait for more to be decoded, cut short by an error of the element. */
async function waitABit(element: HTMLMediaElement, signal: AbortSignal): Promise<void> {
  if (element.error !== null) throw new Error('not decodable');
  if (signal.aborted) throw new TooSlow();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
