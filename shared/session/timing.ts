/** A point on the session's timeline that matters, computed from events and never ticked down. */
export type Deadline = {
  readonly id:
    | 'rest-over'
    | 'next-reading'
    | 'severe-repeat'
    | 'block-expires'
    | 'hold-minimum'
    | 'hold-maximum'
    | 'reading-after-dose'
    | 'elevated-repeat'
    | 'glance'
    | 'sedation-check'
    | 'journey-minimum'
    | 'journey-maximum'
    | 'recheck'
    | 'earliest-departure'
    | 'slot-end'
    | 'override-expires';
  readonly label: string;
  readonly atElapsedMs: number;
  /** The dose, block or condition it belongs to, where there can be several. */
  readonly of: string | null;
};

/** Something the console asks the therapist to do now. */
export type Prompt = {
  readonly id: string;
  readonly sentence: string;
  /** Since when it is due, on the session's timeline. */
  readonly dueAtElapsedMs: number;
  /** Whether a rehearsal's fast clock waits for it: the therapist is acting, not waiting. */
  readonly holdsTheClock: boolean;
};
