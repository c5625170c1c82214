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

/** Decodes tracks one after another on an element of its own that nobody hears. */
export class Prober {
  readonly #element = new Audio();
  readonly #meter: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  #queue: Promise<unknown> = Promise.resolve();

  /** `join` leads an element to where it can be measured and not be heard. */
  constructor(join: (element: HTMLMediaElement) => AnalyserNode) {
    this.#meter = join(this.#element);
    this.#samples = new Float32Array(this.#meter.fftSize);
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
    const element = this.#element;
    try {
      const known = happens(element, 'loadedmetadata', limit.signal);
      element.src = mediaPath(trackId);
      element.load();
      await known;
      let peak = 0;
      for (const place of PLACES) peak = Math.max(peak, await this.#peakAt(element.duration * place, limit.signal));
      return { kind: 'probed', probeId, durationMs: element.duration * 1000, peakDb: dbOfGain(peak) };
    } catch (error) {
      return { kind: 'probe-failed', probeId, fault: error instanceof TooSlow ? 'too-slow' : 'not-decodable' };
    } finally {
      clearTimeout(timer);
      limit.abort();
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

/** A short wait for more to be decoded, cut short by an error of the element. */
async function waitABit(element: HTMLMediaElement, signal: AbortSignal): Promise<void> {
  if (element.error !== null) throw new Error('not decodable');
  if (signal.aborted) throw new TooSlow();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
