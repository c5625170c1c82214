import type { Output, OutputCondition, OutputRole } from '../music/outputs.ts';
import type { Problem } from '../problem.ts';

/** Where the music is heard. */
export type OutputsPicture = {
  /** The outputs that the system names; null while it has told of none. */
  readonly present: readonly Output[] | null;
  /** The patient's. `chosen` is null for the system's own output. */
  readonly main: { readonly chosen: Output | null; readonly condition: OutputCondition };
  /** Another one beside it, with a volume of its own, 0 to 1; null for none. */
  readonly second: {
    readonly chosen: Output;
    readonly condition: OutputCondition;
    readonly volume: number;
  } | null;
  /** The test tone that sounds now, and how loud it is at its output. */
  readonly tone: { readonly role: OutputRole; readonly levelDb: number } | null;
  /** An output that was chosen is not there. */
  readonly problem: Problem | null;
};
