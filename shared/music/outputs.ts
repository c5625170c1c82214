/** Where music may go: to the patient, and beside that to the room. */
export const outputRoles = ['main', 'second'] as const;
export type OutputRole = (typeof outputRoles)[number];

/** An output of sound. `outputId` is the browser's own for this machine; the name is the one that the system shows. */
export type Output = { readonly outputId: string; readonly name: string };

/** Where the music shall be heard. A main output that is null is whatever the system plays to; volumes are 0 to 1. */
export type OutputWish = {
  readonly main: Output | null;
  readonly second: (Output & { readonly volume: number }) | null;
};

export const usualOutputs: OutputWish = { main: null, second: null };

/** Whether an output is led to, or is not there. */
export type OutputCondition = 'runs' | 'gone';

/**
 * The output that is meant, among those that are there: by its id, or else by its name where just one has that. The system
 * gives a device another id when it is plugged in elsewhere. Null where it is not there.
 */
export function outputFor(wanted: Output, present: readonly Output[]): Output | null {
  const same = present.find(({ outputId }) => outputId === wanted.outputId);
  if (same !== undefined) return same;
  const [namesake, ...others] = present.filter(({ name }) => name === wanted.name);
  return namesake === undefined || others.length > 0 ? null : namesake;
}
