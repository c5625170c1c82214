import { dbOfGain, gainOfVolume } from '../../shared/music/level.ts';
import { GainLane } from './gain-lane.ts';

/** How long the fall takes before the way to the output is cut: long enough not to click. */
const CLOSE_MS = 60;

/**
 * The same programme to another output, with a volume of its own. A context has one output only: this one is led out of it
 * as a stream that an element plays.
 */
export class SecondOutput {
  readonly lane: GainLane;
  /** What a test tone is led into: it is as loud as it is, whatever the volume. */
  readonly entry: GainNode;
  readonly #meter: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  readonly #element = new Audio();
  #volume = 0;
  #sink: string | null = null;

  constructor(context: AudioContext, programme: AudioNode) {
    this.lane = new GainLane(context, 0);
    this.entry = new GainNode(context);
    this.#meter = new AnalyserNode(context, { fftSize: 2048 });
    this.#samples = new Float32Array(this.#meter.fftSize);
    const stream = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    programme.connect(this.lane.node).connect(this.entry).connect(this.#meter).connect(stream);
    this.#element.srcObject = stream.stream;
  }

  /** Which output it is led to; null while it is shut. */
  get sink(): string | null {
    return this.#sink;
  }

  /** The gain that its volume stands for; nothing while it is shut. */
  get wantedGain(): number {
    return this.#sink === null ? 0 : gainOfVolume(this.#volume);
  }

  /** Remembers the volume, 0 to 1; the graph brings the lane there. */
  set volume(volume: number) {
    this.#volume = volume;
  }

  /** Leads it to an output, silent at first. @throws where the output cannot be led to */
  async open(sink: string): Promise<void> {
    await this.close();
    await this.#element.setSinkId(sink);
    await this.#element.play();
    this.#sink = sink;
  }

  /** Falls silent and lets go of the output. */
  async close(): Promise<void> {
    if (this.#sink === null) return;
    this.#sink = null;
    this.lane.moveTo(0, CLOSE_MS);
    await new Promise((resolve) => setTimeout(resolve, 2 * CLOSE_MS));
    this.#element.pause();
  }

  /** The level that goes to the output, in dBFS: RMS of the last 2048 samples. */
  levelDb(): number {
    return levelDbOf(this.#meter, this.#samples);
  }
}

/** The RMS of what a meter holds, in dBFS. */
export function levelDbOf(meter: AnalyserNode, samples: Float32Array<ArrayBuffer>): number {
  meter.getFloatTimeDomainData(samples);
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return dbOfGain(Math.sqrt(sum / samples.length));
}
