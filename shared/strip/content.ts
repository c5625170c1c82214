import type { Phase } from '../session/state.ts';

export type StripPhase = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly phase: Phase;
  /** Over, going on, or planned. */
  readonly kind: 'past' | 'now' | 'plan';
};

export type StripReading = {
  readonly atMs: number;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number | null;
  readonly byHand: boolean;
  readonly status: 'pending' | 'confirmed' | 'struck';
  /** Reached a limit: drawn with doubled arrows. */
  readonly outside: boolean;
};

export type StripMusic = {
  readonly fromMs: number;
  readonly toMs: number;
  /** Heard; heard, with an end that nobody reported; or silent between two stretches. */
  readonly kind: 'heard' | 'unsure' | 'silent';
};

export type StripNote = {
  readonly atMs: number;
  /** The first letter of its tag or words, for where there is room. */
  readonly letter: string;
  readonly standing: 'saved' | 'unsaved' | 'struck';
};

export type StripAlert = { readonly atMs: number; readonly priority: 'high' | 'medium' | 'low' };

/**
 * What a session's strip says, whatever it is drawn from and on. Times are milliseconds of the session's timeline;
 * nothing is smoothed and nothing is left out.
 */
export type StripContent = {
  /** The stretch of time that is shown. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The first dose; the session's start while there is none. */
  readonly zeroMs: number;
  readonly hasDose: boolean;
  /** Null on paper: there is no now, and nothing is planned. */
  readonly nowMs: number | null;
  readonly phases: readonly StripPhase[];
  /** From where on a pressure counts as high, systolic and diastolic, in mmHg. */
  readonly limits: readonly number[];
  readonly doses: readonly { readonly atMs: number; readonly name: string }[];
  /** Times that are kept in view: the earliest departure, the slot's end. */
  readonly ahead: readonly { readonly atMs: number; readonly name: string }[];
  readonly readings: readonly StripReading[];
  readonly music: readonly StripMusic[];
  readonly notes: readonly StripNote[];
  readonly alerts: readonly StripAlert[];
  readonly sleeps: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** The wall clock, `14:22`, at a time; null where it was moved during the session and would mislead. */
  readonly clockAt: ((elapsedMs: number) => string) | null;
  /** The sentence for those who hear it. */
  readonly summary: string;
};
