import { type DeckName, deckNames, type LaneName, laneNames } from '../../shared/music/engine-state.ts';
import { dbOfGain, gainOfDb, gainOfVolume, volumeOfGain } from '../../shared/music/level.ts';
import type { OutputRole } from '../../shared/music/outputs.ts';
import { renderSafetyBed } from '../../shared/music/safety-bed.ts';
import { GainLane, QUIETEST_GAIN, QUIETEST_RISE_DB } from './gain-lane.ts';
import { levelDbOf, SecondOutput } from './second-output.ts';
import { playTone } from './test-tone.ts';

/** What is heard rises by 6 dB a second at most, so that nobody is startled; straight stretches need a little less. */
const RISE_DB_PER_S = 5;
/** Sounds that fall with less than this power (-8 dB) leave what rises beside them to be heard as a rise of its own. */
const CARRYING_POWER = 10 ** -0.8;
/** With less than this (-0.5 dB) they carry it part of the way only: what is heard rises a little, and others wait for it. */
const FULL_POWER = 10 ** -0.05;
/** A volume falls within this. */
const FALL_MS = 100;
/** The music is held down within this: down fast, but as a hand does it. */
const DUCK_MS = 120;
/** What is heard falls within this before it is led to another output: a cut would be a click. */
const LEAVE_MS = 60;
/** How long a step on the way to an output may hang before the next attempt may begin. */
const SWITCH_TIMEOUT_MS = 1_000;
/** A device that was opened and plays nothing by then is not there. */
const OPENING_TIMEOUT_MS = 2_500;
/** A device whose clock came so far goes on. */
const STEADY_S = 0.2;

/** How long a rise from one gain to another takes. */
function riseMs(from: number, to: number): number {
  const riseDb = dbOfGain(to) - Math.max(dbOfGain(from), QUIETEST_RISE_DB);
  return (Math.max(0, riseDb) / RISE_DB_PER_S) * 1000;
}

type SinkSwitch = (sink: string | { readonly type: 'none' }) => Promise<undefined>;

function sinkSwitchOf(context: AudioContext): SinkSwitch | null {
  const member: unknown = Reflect.get(context, 'setSinkId');
  if (typeof member !== 'function') return null;
  return async (sink) => {
    await Reflect.apply(member, context, [sink]);
    return undefined;
  };
}

/** Whether the promise is kept within `limitMs`. */
async function within(limitMs: number, promise: Promise<unknown>): Promise<boolean> {
  const limit = new Promise<false>((resolve) => setTimeout(() => resolve(false), limitMs));
  const kept = promise.then(
    () => true,
    () => false,
  );
  return Promise.race([kept, limit]);
}

function pause(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}

/** Whether nothing is heard through a level for now: it stays down, or comes up slowly. One that is set at once veils nothing. */
function isVeil(level: GainLane): boolean {
  const isDown = level.startValue() <= QUIETEST_GAIN;
  return isDown && (level.target() <= QUIETEST_GAIN || level.climbsForMs() > 0);
}

/**
 * The way from the decks to the output. Each level has a gain of its own (a track's trim, the fades of decks and
 * safety bed, the gate, the volume), so that no two features ever move the same one.
 */
export class AudioGraph {
  readonly context = new AudioContext({ latencyHint: 'playback' });
  readonly #lanes: Readonly<Record<LaneName, GainLane>>;
  readonly #trims: Readonly<Record<DeckName, GainNode>>;
  readonly #gate: GainLane;
  readonly #duck: GainLane;
  readonly #volume: GainLane;
  /** Shut while the main output is changed, so that the new one begins softly. */
  readonly #outlet: GainLane;
  readonly #second: SecondOutput;
  readonly #meter: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  /** Whether what fell in the last fade was as loud as what rises beside it will be. */
  #isFullyCarried = true;
  /** An element can be joined to a graph only once in its life. */
  readonly #sources = new WeakMap<HTMLMediaElement, MediaElementAudioSourceNode>();

  constructor() {
    const { context } = this;
    const lane = (): GainLane => new GainLane(context, 0);
    this.#lanes = { a: lane(), b: lane(), bed: lane() };
    this.#trims = { a: new GainNode(context), b: new GainNode(context) };
    this.#gate = lane();
    this.#duck = new GainLane(context, 1);
    this.#volume = lane();
    this.#outlet = new GainLane(context, 1);
    this.#second = new SecondOutput(context, this.#duck.node);
    this.#meter = new AnalyserNode(context, { fftSize: 2048 });
    this.#samples = new Float32Array(this.#meter.fftSize);
    const programme = new GainNode(context);
    for (const deck of deckNames) this.#trims[deck].connect(this.#lanes[deck].node).connect(programme);
    this.#lanes.bed.node.connect(programme);
    programme
      .connect(this.#gate.node)
      .connect(this.#duck.node)
      .connect(this.#volume.node)
      .connect(this.#outlet.node)
      .connect(this.#meter)
      .connect(context.destination);
    this.#startBed();
    void context.resume();
  }

  #startBed(): void {
    const { left, right } = renderSafetyBed(this.context.sampleRate);
    const buffer = new AudioBuffer({ length: left.length, numberOfChannels: 2, sampleRate: this.context.sampleRate });
    buffer.copyToChannel(left, 0);
    buffer.copyToChannel(right, 1);
    const bed = new AudioBufferSourceNode(this.context, { buffer, loop: true });
    bed.connect(this.#lanes.bed.node);
    bed.start();
  }

  #sourceOf(element: HTMLMediaElement): MediaElementAudioSourceNode {
    const known = this.#sources.get(element);
    if (known !== undefined) return known;
    const source = this.context.createMediaElementSource(element);
    this.#sources.set(element, source);
    return source;
  }

  /** Leads a deck's element into its lane. Doing it again changes nothing. */
  joinDeck(deck: DeckName, element: HTMLMediaElement): void {
    this.#sourceOf(element).connect(this.#trims[deck]);
  }

  /** Leads an element to where it can be measured and not be heard. */
  joinUnheard(element: HTMLMediaElement): AnalyserNode {
    const meter = new AnalyserNode(this.context, { fftSize: 4096 });
    // A path to the output keeps the meter running; nothing comes through it.
    this.#sourceOf(element)
      .connect(meter)
      .connect(new GainNode(this.context, { gain: 0 }))
      .connect(this.context.destination);
    return meter;
  }

  /** Sets what a deck's track is raised or lowered by; the deck must not be heard. */
  setTrim(deck: DeckName, trimDb: number): void {
    this.#trims[deck].gain.setValueAtTime(gainOfDb(trimDb), this.context.currentTime);
  }

  /**
   * Fades several lanes, all beginning at the same instant. What rises does so at equal power with what falls; where too
   * little falls to carry it, it rises as slowly as a volume does. In no time at all it only rises behind a shut gate.
   */
  fade(lanes: readonly { readonly lane: LaneName; readonly to: 0 | 1 }[], overMs: number): void {
    const power = lanes.reduce((sum, { lane }) => sum + this.#lanes[lane].startValue() ** 2, 0);
    const isCarried = overMs === 0 || power >= CARRYING_POWER;
    this.#isFullyCarried = overMs === 0 || power >= FULL_POWER;
    for (const { lane, to } of lanes) {
      if (to === 0 || isCarried) this.#lanes[lane].moveTo(to, overMs);
      else this.#raiseLane(lane, overMs);
    }
    if (!lanes.some(({ to }) => to === 1)) {
      // What was rising while these fell has to carry itself now.
      for (const lane of laneNames) {
        const leftMs = this.#lanes[lane].risesForMs();
        if (leftMs > 0 && !lanes.some((one) => one.lane === lane)) this.#raiseLane(lane, leftMs);
      }
    }
    this.#queueRises();
  }

  #raiseLane(lane: LaneName, overMs: number): void {
    const own = this.#lanes[lane];
    own.moveTo(1, Math.max(overMs, riseMs(own.startValue(), 1)), 'decibels');
  }

  /**
   * Two rises at once would be twice as steep: the gate's waits for those of the lanes, Softer's end for the gate's, then
   * the volume's and the outlet's, and beside them the second output's.
   */
  #queueRises(): void {
    const levels = [this.#gate, this.#duck, this.#volume, this.#outlet];
    // Behind one through which nothing is heard the others need not take their time, and nobody waits in silence. What the
    // second output plays does not go through the last two.
    const veils = this.#second.sink === null ? levels : [this.#gate, this.#duck];
    const veil = veils.findLast(isVeil);
    if (veil !== undefined) {
      for (const level of [...laneNames.map((lane) => this.#lanes[lane]), ...levels]) {
        if (level !== veil && level.climbsForMs() > 0) level.moveTo(level.target(), FALL_MS);
      }
    }
    const lanesMs = Math.max(
      ...laneNames.map((lane) =>
        this.#isFullyCarried ? this.#lanes[lane].climbsForMs() : this.#lanes[lane].risesForMs(),
      ),
    );
    if (lanesMs > 0 && this.#gate.climbsForMs() > 0) {
      this.#gate.moveTo(1, riseMs(this.#gate.startValue(), 1), 'decibels', lanesMs);
    }
    let untilMs = Math.max(lanesMs, this.#gate.climbsForMs());
    const queue = (lane: GainLane, afterMs: number): number => {
      if (afterMs > 0 && lane.climbsForMs() > 0) {
        lane.moveTo(lane.target(), riseMs(lane.startValue(), lane.target()), 'decibels', afterMs);
      }
      return Math.max(afterMs, lane.climbsForMs());
    };
    untilMs = queue(this.#duck, untilMs);
    queue(this.#second.lane, untilMs);
    for (const lane of [this.#volume, this.#outlet]) untilMs = queue(lane, untilMs);
  }

  /** Whether nothing of a deck can be heard, by the sound's own clock. */
  isSilent(deck: DeckName): boolean {
    return this.#lanes[deck].value() === 0 || this.#gate.value() === 0;
  }

  /** Opens or shuts the gate; it opens in `overMs` or, where that would startle, as slowly as a volume rises. */
  moveGate(to: 0 | 1, overMs: number): void {
    if (to === 0) {
      this.#gate.moveTo(to, overMs, 'landing');
      return;
    }
    this.#gate.moveTo(to, Math.max(overMs, riseMs(this.#gate.startValue(), to)), 'decibels');
    this.#queueRises();
  }

  /** Brings the volume (0 to 1) where it was asked: down at once, up slowly. `atOnce` is for when nothing is heard. */
  setVolume(volume: number, atOnce: boolean): void {
    this.#set(this.#volume, gainOfVolume(volume), atOnce ? 0 : FALL_MS, atOnce);
  }

  /** Holds everything `levelDb` (0 or less) under its volume: down at once, up slowly. */
  setDuck(levelDb: number): void {
    this.#set(this.#duck, gainOfDb(levelDb), DUCK_MS, false);
  }

  /** Brings a level down within `fallMs`, and up slowly behind whatever rises already. */
  #set(lane: GainLane, to: number, fallMs: number, atOnce: boolean): void {
    const from = lane.startValue();
    if (atOnce || to <= from) {
      lane.moveTo(to, fallMs);
      return;
    }
    lane.moveTo(to, riseMs(from, to), 'decibels');
    this.#queueRises();
  }

  /** The volume (0 to 1) that sounds at this moment. */
  soundingVolume(): number {
    return volumeOfGain(this.#volume.value());
  }

  /** The level at the main output in dBFS: RMS of the last 2048 samples. */
  levelDb(): number {
    return levelDbOf(this.#meter, this.#samples);
  }

  /** The level that goes to one of the outputs, in dBFS. */
  outputLevelDb(role: OutputRole): number {
    return role === 'main' ? this.levelDb() : this.#second.levelDb();
  }

  /** Plays a soft tone at an output: as loud as it is, whatever the volume stands at. */
  playTone(role: OutputRole): void {
    playTone(this.context, role === 'main' ? this.#meter : this.#second.entry);
  }

  /** Sets the volume (0 to 1) of the second output: down at once, up slowly. */
  setSecondVolume(volume: number): void {
    this.#second.volume = volume;
    if (this.#second.sink !== null) this.#set(this.#second.lane, this.#second.wantedGain, FALL_MS, false);
  }

  /** Leads the second output to a sink, where it rises slowly to its volume. False where that cannot be led to. */
  async openSecond(sink: string): Promise<boolean> {
    if (this.#second.sink === sink) return true;
    if (!(await within(SWITCH_TIMEOUT_MS, this.#second.open(sink)))) return false;
    this.#set(this.#second.lane, this.#second.wantedGain, FALL_MS, false);
    return true;
  }

  /** Which output the second one is led to; null while there is none. */
  get secondSink(): string | null {
    return this.#second.sink;
  }

  async closeSecond(): Promise<void> {
    await this.#second.close();
  }

  /**
   * Leads the main output to a sink (empty: the system's own), where what plays rises slowly. A context whose output stands
   * still stays so, even when the output is back; with `anew` it is led away from it and to it again, and goes on with
   * everything in its place. False where the sink cannot be led to. A machine that names no output (`isNamed` false) refuses
   * even its own: whether that runs is told by its clock.
   */
  async leadTo(sink: string, { anew, isNamed }: { anew: boolean; isNamed: boolean }): Promise<boolean> {
    const switchSink = sinkSwitchOf(this.context);
    if (this.context.state === 'running' && this.#outlet.startValue() > 0) {
      this.#outlet.moveTo(0, LEAVE_MS);
      await pause(2 * LEAVE_MS);
    }
    let isLed = true;
    if (switchSink !== null) {
      if (anew) await within(SWITCH_TIMEOUT_MS, switchSink({ type: 'none' }));
      isLed = (await within(SWITCH_TIMEOUT_MS, switchSink(sink))) || !isNamed;
    }
    isLed &&= await within(SWITCH_TIMEOUT_MS, this.context.resume());
    isLed &&= await this.#clockMoves();
    if (isLed) this.#set(this.#outlet, 1, FALL_MS, false);
    return isLed;
  }

  /** A device that was just opened takes its first piece at once and may then take a moment before it goes on. */
  async #clockMoves(): Promise<boolean> {
    const beganMs = performance.now();
    const movesAtS = this.context.currentTime + STEADY_S;
    while (this.context.currentTime < movesAtS) {
      if (performance.now() - beganMs > OPENING_TIMEOUT_MS) return false;
      await pause(LEAVE_MS);
    }
    return true;
  }

  get isRunning(): boolean {
    return this.context.state === 'running';
  }

  /** Lets the clock go on, or stand: what plays then waits where it is. */
  async setAwake(awake: boolean): Promise<void> {
    await within(SWITCH_TIMEOUT_MS, awake ? this.context.resume() : this.context.suspend());
  }

  /** Leads the main output to no sink: nothing is heard of it, and its clock goes on. */
  async leadNowhere(): Promise<void> {
    const switchSink = sinkSwitchOf(this.context);
    this.#outlet.moveTo(0, LEAVE_MS);
    if (switchSink !== null) await within(SWITCH_TIMEOUT_MS, switchSink({ type: 'none' }));
    await within(SWITCH_TIMEOUT_MS, this.context.resume());
  }
}
