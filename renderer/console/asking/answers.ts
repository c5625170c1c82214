/** An answer as a form holds it: none until somebody gives one. */
export type Answer = 'yes' | 'no' | null;

/** What was recorded, as an answer; none where nothing was. */
export function answerOf(recorded: boolean | undefined): Answer {
  if (recorded === undefined) return null;
  return recorded ? 'yes' : 'no';
}

/** A recorded number as a field shows it; empty where there is none. */
export function typedOf(recorded: number | null | undefined): string {
  return recorded === undefined || recorded === null ? '' : String(recorded);
}
