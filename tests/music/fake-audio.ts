type Change = { readonly timeS: number; readonly value: number; readonly ramp: boolean };

/** An AudioParam as the standard has it, as far as straight ramps, steps and holds go, on a clock that the test moves. */
class FakeParam {
  readonly #context: FakeContext;
  #changes: Change[];

  constructor(context: FakeContext, value: number) {
    this.#context = context;
    this.#changes = [{ timeS: 0, value, ramp: false }];
  }

  get value(): number {
    return this.valueAt(this.#context.currentTime);
  }

  valueAt(timeS: number): number {
    let before: Change = { timeS: 0, value: 0, ramp: false };
    for (const change of this.#changes) {
      if (change.timeS <= timeS) {
        before = change;
        continue;
      }
      if (!change.ramp) return before.value;
      const part = (timeS - before.timeS) / (change.timeS - before.timeS);
      return before.value + (change.value - before.value) * part;
    }
    return before.value;
  }

  #put(change: Change): void {
    const at = this.#changes.findIndex(({ timeS }) => timeS > change.timeS);
    this.#changes.splice(at === -1 ? this.#changes.length : at, 0, change);
  }

  cancelAndHoldAtTime(timeS: number): void {
    const value = this.valueAt(timeS);
    const wasRamping = this.#changes.find((change) => change.timeS > timeS)?.ramp === true;
    this.#changes = this.#changes.filter((change) => change.timeS <= timeS);
    if (wasRamping) this.#put({ timeS, value, ramp: true });
  }

  setValueAtTime(value: number, timeS: number): void {
    this.#put({ timeS, value, ramp: false });
  }

  linearRampToValueAtTime(value: number, timeS: number): void {
    this.#put({ timeS, value, ramp: true });
  }
}

/** A node of the graph that knows what it leads to. */
class FakeNode {
  readonly context: FakeContext;
  readonly leadsTo: FakeNode[] = [];
  readonly gain: FakeParam | null;
  readonly fftSize = 32;
  loop = false;

  constructor(context: FakeContext, options: { gain?: number } = {}, isGain = false) {
    this.context = context;
    this.gain = isGain ? new FakeParam(context, options.gain ?? 1) : null;
  }

  connect(target: FakeNode): FakeNode {
    this.leadsTo.push(target);
    return target;
  }

  start(): void {
    this.context.started.push(this);
  }

  /** What a full signal put in here is at an output, over every way there. */
  levelAt(output: FakeNode): number {
    const own = this.gain?.value ?? 1;
    if (own === 0) return 0;
    if (this === output) return 1;
    return own * this.leadsTo.reduce((sum, next) => sum + next.levelAt(output), 0);
  }

  levelAtOutput(): number {
    return this.levelAt(this.context.destination);
  }
}

/** A context whose clock stands wherever the test puts it. */
class FakeContext {
  currentTime = 0;
  /** Few, so that the safety bed is there at once. */
  readonly sampleRate = 400;
  readonly state = 'running';
  readonly destination: FakeNode = new FakeNode(this);
  /** What was led in, in order: the safety bed first. */
  readonly started: FakeNode[] = [];
  readonly sources: FakeNode[] = [];
  /** What the second output is led out by. */
  second: FakeNode | null = null;

  constructor() {
    FakeContext.newest = this;
  }

  static newest: FakeContext | null = null;

  createMediaElementSource(): FakeNode {
    const source = new FakeNode(this);
    this.sources.push(source);
    return source;
  }

  resume(): Promise<void> {
    return Promise.resolve();
  }
}

/** What a page has for sound, by its global names. */
export const FAKE_AUDIO: Readonly<Record<string, unknown>> = {
  AudioContext: FakeContext,
  AnalyserNode: FakeNode,
  AudioBufferSourceNode: FakeNode,
  MediaStreamAudioDestinationNode: class extends FakeNode {
    constructor(context: FakeContext) {
      super(context);
      context.second = this;
    }
  },
  Audio: class {
    srcObject: unknown = null;
    setSinkId = () => Promise.resolve();
    play = () => Promise.resolve();
    pause = () => undefined;
  },
  AudioBuffer: class {
    copyToChannel(): void {
      // Nothing here listens to it.
    }
  },
  GainNode: class extends FakeNode {
    constructor(context: FakeContext, options: { gain?: number } = {}) {
      super(context, options, true);
    }
  },
};

/** The context that was made last. */
export function newestContext(): FakeContext {
  if (FakeContext.newest === null) throw new Error('no context was made');
  return FakeContext.newest;
}
