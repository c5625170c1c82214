import {
  type Output,
  type OutputCondition,
  type OutputRole,
  type OutputWish,
  outputFor,
  usualOutputs,
} from '../../shared/music/outputs.ts';
import type { PlayerReport } from '../../shared/music/player-messages.ts';
import type { AudioGraph } from './audio-graph.ts';
import { TONE_MS } from './test-tone.ts';

/** The system does not tell of every change; whoever lost an output is told within a second all the same. */
const LOOK_EVERY_MS = 200;

/**
 * Chromium keeps the stream to a device for five seconds after it is let go of (`AudioOutputDispatcher`), and takes it again
 * for the same device; meanwhile a sound server may have moved it to another one. Only then it is opened anew.
 */
const STALE_STREAM_MS = 5_500;

type OutputsReport = Extract<PlayerReport, { kind: 'outputs' }>;
type ToneReport = Extract<PlayerReport, { kind: 'tone' }>;

/** An output that went away while it was led to. */
type Lost = { readonly sink: string; readonly atMs: number };

function isStale(lost: Lost | null, sink: string): boolean {
  return lost !== null && lost.sink === sink && performance.now() - lost.atMs < STALE_STREAM_MS;
}

/** What the system has of outputs: those with a name, and whether there is any at all. */
type Sight = { readonly named: readonly Output[]; readonly any: boolean };

/**
 * Leads the graph to the outputs that are wished for, and sees when they come and go. Music never goes to another output
 * than the one that was chosen: who took the headphones off does not get it from the loudspeaker of the laptop.
 */
export class Outputs {
  readonly #graph: AudioGraph;
  readonly #report: (report: OutputsReport | ToneReport) => void;
  #wish: OutputWish = usualOutputs;
  /** Null until an output was seen: a machine that tells of none may have one nevertheless. */
  #sight: Sight | null = null;
  #main: OutputCondition = 'runs';
  /** What the context is led to: the system's own output at first. */
  #mainSink: string | null = '';
  #second: OutputCondition | 'none' = 'none';
  #lostMain: Lost | null = null;
  #lostSecond: Lost | null = null;
  #tone: { readonly role: OutputRole; readonly untilMs: number } | null = null;
  #reported = '';
  #isAwake = true;
  #isSettling = false;
  #isChanging = false;
  #isAskedAgain = false;
  #isRepairAsked = false;

  constructor(graph: AudioGraph, report: (report: OutputsReport | ToneReport) => void) {
    this.#graph = graph;
    this.#report = report;
  }

  /** Looks around from now on. */
  start(): void {
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#settle());
    setInterval(() => void this.#settle(), LOOK_EVERY_MS);
    void this.#settle();
  }

  /** Whether what is played can be heard by somebody. */
  get isHeard(): boolean {
    return this.#main === 'runs' || this.#second === 'runs';
  }

  /** Whether the main output is being changed just now. */
  get isChanging(): boolean {
    return this.#isChanging;
  }

  heed(wish: OutputWish): void {
    this.#wish = wish;
    this.#graph.setSecondVolume(wish.second?.volume ?? 0);
    void this.#settle();
  }

  /** The output stands still: it is led to anew. */
  repair(): void {
    this.#isRepairAsked = true;
    void this.#settle();
  }

  /** Plays the soft tone at one of the outputs. */
  test(role: OutputRole): void {
    this.#tone = { role, untilMs: performance.now() + TONE_MS };
    this.#graph.playTone(role);
  }

  /** Tells how loud the tone is, while there is one. */
  tick(): void {
    const tone = this.#tone;
    if (tone === null) return;
    const over = performance.now() >= tone.untilMs;
    if (over) this.#tone = null;
    this.#report({ kind: 'tone', role: tone.role, levelDb: this.#graph.outputLevelDb(tone.role), over });
  }

  /** Brings what is there in line with what is wished for, one attempt at a time. */
  async #settle(): Promise<void> {
    this.#isAskedAgain = true;
    if (this.#isSettling) return;
    this.#isSettling = true;
    try {
      while (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        this.#sight = await sightNow(this.#sight);
        await this.#settleSecond();
        await this.#settleMain();
        await this.#settleClock();
        this.#tell();
      }
    } finally {
      this.#isSettling = false;
    }
  }

  async #settleMain(): Promise<void> {
    const sink = this.#mainWanted();
    const isRepair = this.#isRepairAsked;
    this.#isRepairAsked = false;
    if (sink === this.#mainSink && !(isRepair && sink !== null)) return;
    if (sink !== null && isStale(this.#lostMain, sink)) return;
    this.#isChanging = true;
    try {
      if (sink === null) {
        this.#main = 'gone';
        if (this.#mainSink !== null && this.#mainSink !== '') {
          this.#lostMain = { sink: this.#mainSink, atMs: performance.now() };
        }
        this.#mainSink = null;
        this.#tell();
        // The context goes on without an output of its own, for a second one.
        await this.#graph.leadNowhere();
        return;
      }
      const isLed = await this.#graph.leadTo(sink, { anew: isRepair, isNamed: this.#sight !== null });
      this.#mainSink = isLed ? sink : null;
      this.#main = isLed ? 'runs' : 'gone';
      // What stands there half led is let go of, so that the next attempt begins from nothing.
      if (!isLed) await this.#graph.leadNowhere();
    } finally {
      this.#isChanging = false;
    }
  }

  /** While nobody hears anything the music waits at its place. */
  async #settleClock(): Promise<void> {
    if (this.isHeard && this.#isAwake) return;
    const isAsleep = !this.#isAwake && !this.#graph.isRunning;
    this.#isAwake = this.isHeard;
    if (this.isHeard || !isAsleep) await this.#graph.setAwake(this.#isAwake);
  }

  /** The id of the output that is wished for; null where it is not there. */
  #mainWanted(): string | null {
    const { main } = this.#wish;
    if (this.#sight === null) return main?.outputId ?? '';
    if (main === null) return this.#sight.any ? '' : null;
    return outputFor(main, this.#sight.named)?.outputId ?? null;
  }

  async #settleSecond(): Promise<void> {
    const { second } = this.#wish;
    const there = second === null || this.#sight === null ? null : outputFor(second, this.#sight.named);
    if (there === null) {
      const { secondSink } = this.#graph;
      if (secondSink !== null) this.#lostSecond = { sink: secondSink, atMs: performance.now() };
      await this.#graph.closeSecond();
      this.#second = second === null ? 'none' : 'gone';
    } else if (!isStale(this.#lostSecond, there.outputId)) {
      this.#second = (await this.#graph.openSecond(there.outputId)) ? 'runs' : 'gone';
    }
  }

  #tell(): void {
    const present = this.#sight === null ? null : [...this.#sight.named];
    const report: OutputsReport = { kind: 'outputs', present, main: this.#main, second: this.#second };
    const text = JSON.stringify(report);
    if (text === this.#reported) return;
    this.#reported = text;
    this.#report(report);
  }
}

/** As much as a report takes. */
const MOST_OUTPUTS = 100;
const LONGEST_NAME = 200;

/** What the system has now; where it has never told of anything, it is still not known. */
async function sightNow(before: Sight | null): Promise<Sight | null> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const outputs = devices.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '');
  if (before === null && outputs.length === 0) return null;
  const named = outputs
    .filter(({ deviceId }) => deviceId !== 'default' && deviceId !== 'communications')
    .slice(0, MOST_OUTPUTS)
    .map(({ deviceId, label }, index) => ({
      outputId: deviceId,
      name: label === '' ? `${index + 1}` : label.slice(0, LONGEST_NAME),
    }));
  return { any: outputs.length > 0, named };
}
