import type { DecodedTrack, MeasureOrder } from '../../shared/music/measure-messages.ts';
import { measureReportSchema } from '../../shared/music/measure-schemas.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { inTurn } from './in-turn.ts';
import { notDecodable } from './not-decodable.ts';

/** A page that has said nothing of a track by then hangs. The longest that is decoded takes some 20 s on a small machine. */
const LIMIT_MS = 180_000;

export type TrackMeasurerOptions = {
  /** Opens the hidden page that decodes; it says when it is ready. */
  readonly openPage: () => void;
  readonly closePage: () => void;
  /** Sends an order to the page; called only while there is one. */
  readonly send: (order: MeasureOrder) => void;
  readonly newId: () => string;
  /** Calls back once after real time; answers how to call that off. */
  readonly after: (delayMs: number, then: () => void) => () => void;
  /** Whether decoding disturbs nobody now. */
  readonly mayMeasure: () => boolean;
};

export interface TrackMeasurer {
  /**
   * Decodes and measures one track, each in its turn. Problems: `music-not-decodable` (the file is at fault),
   * `music-measure-postponed` (it may not be now, or is not wanted any more), `music-not-measured` (the page failed).
   */
  measure(trackId: string, signal: AbortSignal): Promise<Outcome<DecodedTrack>>;
  /** Takes a report of the page. What is none is refused with an error for the caller's log. */
  receive(raw: unknown): Outcome<null>;
  /** The page is gone by itself. */
  pageGone(): void;
  /** Whether it may be measured may be otherwise now: what is under way is broken off where it may not. */
  look(): void;
  /** Closes the page where nothing is left to measure. */
  rest(): void;
}

const postponed: Problem = {
  code: 'music-measure-postponed',
  sentence: 'The track is not measured yet.',
  remedy: 'It is measured when no patient is in a session and no music plays.',
};
const notMeasured: Problem = {
  code: 'music-not-measured',
  sentence: 'The track could not be measured.',
  remedy: 'Start Vigil again to try once more, or convert the file to FLAC or Ogg Vorbis and import it again.',
};
const badReport: Problem = {
  code: 'music-bad-measure',
  sentence: 'The page that measures music sent something that can’t be understood.',
  remedy: 'Nothing is lost. Install Vigil again if this is seen more than once.',
};

type Measuring = {
  readonly order: MeasureOrder;
  isSent: boolean;
  readonly end: (outcome: Outcome<DecodedTrack>) => void;
};

/** Has tracks decoded by a hidden page of its own: whatever a file does to that page, the music and the console go on. */
export function createTrackMeasurer(options: TrackMeasurerOptions): TrackMeasurer {
  const { newId, after, mayMeasure } = options;
  const measuring = inTurn();
  let page: 'none' | 'opening' | 'ready' = 'none';
  let current: Measuring | null = null;
  let waiting = 0;

  function closePage(): void {
    if (page === 'none') return;
    page = 'none';
    options.closePage();
  }

  /** Ends what is under way, and the page with it: it may be anywhere in it. */
  function breakOff(problem: Problem): void {
    closePage();
    current?.end({ ok: false, problem });
  }

  function sendOrder(): void {
    if (page !== 'ready' || current === null || current.isSent) return;
    current.isSent = true;
    options.send(current.order);
  }

  async function measureOne(trackId: string, signal: AbortSignal): Promise<Outcome<DecodedTrack>> {
    if (signal.aborted || !mayMeasure()) return { ok: false, problem: postponed };
    return new Promise<Outcome<DecodedTrack>>((resolve) => {
      const callOff = after(LIMIT_MS, () => breakOff(notMeasured));
      const abort = () => breakOff(postponed);
      signal.addEventListener('abort', abort);
      const end = (ended: Outcome<DecodedTrack>): void => {
        current = null;
        callOff();
        signal.removeEventListener('abort', abort);
        resolve(ended);
      };
      current = { order: { measureId: newId(), trackId }, isSent: false, end };
      if (page === 'none') {
        page = 'opening';
        options.openPage();
      }
      sendOrder();
    });
  }

  return {
    async measure(trackId, signal) {
      waiting += 1;
      try {
        return await measuring(() => measureOne(trackId, signal));
      } finally {
        waiting -= 1;
      }
    },
    receive(raw) {
      const parsed = measureReportSchema.safeParse(raw);
      if (!parsed.success) {
        breakOff(notMeasured);
        return { ok: false, problem: badReport };
      }
      const report = parsed.data;
      if (report.kind === 'ready') {
        if (page === 'opening') page = 'ready';
        sendOrder();
      } else if (current !== null && report.measureId === current.order.measureId) {
        if (report.kind === 'measured') current.end({ ok: true, value: report.found });
        else current.end({ ok: false, problem: report.fault === 'not-decodable' ? notDecodable : notMeasured });
      }
      return { ok: true, value: null };
    },
    pageGone: () => breakOff(notMeasured),
    look() {
      if (current !== null && !mayMeasure()) breakOff(postponed);
    },
    rest() {
      if (waiting === 0) closePage();
    },
  };
}
