import type { TrackMeasure } from './track-meter.ts';

/** What decoding a whole track found. `playerMs` is how long a player takes it to be, by which it finds places in it. */
export type DecodedTrack = TrackMeasure & { readonly playerMs: number };

/** Asks the measuring page for one track. */
export type MeasureOrder = { readonly measureId: string; readonly trackId: string };

/** What the measuring page says. `not-measured` says nothing about the file: its bytes could not be fetched, for instance. */
export type MeasureReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'measured'; readonly measureId: string; readonly found: DecodedTrack }
  | {
      readonly kind: 'measure-failed';
      readonly measureId: string;
      readonly fault: 'not-decodable' | 'not-measured';
    };

/** The measuring page's end of its bridge: `window.measurer`, exposed by the preload. */
export interface MeasurerBridge {
  /** Calls `listener` for each order from now on; answers how to stop that. */
  onOrder(listener: (order: MeasureOrder) => void): () => void;
  report(report: MeasureReport): void;
}
