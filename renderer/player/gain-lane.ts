export type Shape =
  /** Sine and cosine quarter waves: two uncorrelated sounds keep their power while they cross. */
  | 'equal-power'
  /** A squared cosine, for what falls to nothing with nothing beside it: it lands softly, where a plain one drops at the end. */
  | 'landing'
  /** Even in dB, for what rises: from nothing it is at `QUIETEST_RISE_DB` at once, which nobody is startled by. */
  | 'decibels';

type Point = { readonly timeS: number; readonly value: number };

/** How many straight stretches stand for a curve. */
const STRETCHES = 64;
/** A little ahead of the clock, which the audio thread may be past already: the change then begins where it should. */
const LEAD_S = 0.03;
/** The shortest change: a step in one sample would be a click if something were heard. */
const SHORTEST_S = 0.005;
/** Where a rise in dB begins when there was nothing, in dB under full. */
export const QUIETEST_RISE_DB = -30;
export const QUIETEST_GAIN = 10 ** (QUIETEST_RISE_DB / 20);

function curve(shape: Shape, from: number, to: number, part: number): number {
  if (shape === 'decibels') {
    const start = Math.max(from, Math.min(to, QUIETEST_GAIN));
    return start === 0 ? 0 : start * (to / start) ** part;
  }
  if (shape === 'landing') return to + (from - to) * Math.cos((part * Math.PI) / 2) ** 2;
  if (to >= from) return from + (to - from) * Math.sin((part * Math.PI) / 2);
  return to + (from - to) * Math.cos((part * Math.PI) / 2);
}

/**
 * One gain that is moved only by automation, laid out in one go, so that a blocked main thread can't disturb it. Knows
 * its own course: a new one begins exactly where the old one is, without a step. (Reading `value` back would be too
 * old, and holding a parameter without an anchor lets the next ramp begin in the past.)
 */
export class GainLane {
  readonly node: GainNode;
  readonly #context: BaseAudioContext;
  #points: readonly Point[];
  #shape: Shape = 'equal-power';

  constructor(context: BaseAudioContext, value: number) {
    this.#context = context;
    this.#points = [{ timeS: 0, value }];
    this.node = new GainNode(context, { gain: value });
  }

  #valueAt(timeS: number): number {
    let before: Point | null = null;
    for (const point of this.#points) {
      if (timeS < point.timeS) {
        if (before === null) return point.value;
        const part = (timeS - before.timeS) / (point.timeS - before.timeS);
        return before.value + (point.value - before.value) * part;
      }
      before = point;
    }
    return before?.value ?? 0;
  }

  /** The level at this moment, by the course that was laid out. */
  value(): number {
    return this.#valueAt(this.#context.currentTime);
  }

  /** The level at which a move that is asked for now begins. */
  startValue(): number {
    return this.#valueAt(this.#context.currentTime + LEAD_S);
  }

  /** Where it is going, or stands. */
  target(): number {
    return this.#points.at(-1)?.value ?? 0;
  }

  /** For how long it still rises, in milliseconds; 0 where it stands or falls. */
  risesForMs(): number {
    const last = this.#points.at(-1);
    if (last === undefined || last.value <= this.startValue()) return 0;
    return Math.max(0, last.timeS - this.#context.currentTime) * 1000;
  }

  /** The same, where nothing falls beside it that carries it: what is heard rises with it. */
  climbsForMs(): number {
    return this.#shape === 'decibels' ? this.risesForMs() : 0;
  }

  /** Goes to `to` within `overMs`, from wherever it is; where it is to wait, it stands still for `afterMs` first. */
  moveTo(to: number, overMs: number, shape: Shape = 'equal-power', afterMs = 0): void {
    const { gain } = this.node;
    const nowS = this.#context.currentTime;
    const startS = nowS + LEAD_S;
    const from = this.#valueAt(startS);
    const untilStart = this.#points.filter((point) => point.timeS > nowS && point.timeS < startS);
    const points: Point[] = [{ timeS: nowS, value: this.value() }, ...untilStart, { timeS: startS, value: from }];
    gain.cancelAndHoldAtTime(startS);
    gain.setValueAtTime(from, startS);
    const rampS = startS + afterMs / 1000;
    if (rampS > startS) {
      gain.setValueAtTime(from, rampS);
      points.push({ timeS: rampS, value: from });
    }
    const overS = Math.max(SHORTEST_S, overMs / 1000);
    const stretches = overS === SHORTEST_S || from === to ? 1 : STRETCHES;
    for (let index = 1; index <= stretches; index += 1) {
      const value = index === stretches ? to : curve(shape, from, to, index / stretches);
      const timeS = rampS + (overS * index) / stretches;
      gain.linearRampToValueAtTime(value, timeS);
      points.push({ timeS, value });
    }
    this.#points = points;
    this.#shape = shape;
  }
}
