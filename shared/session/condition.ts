/** One condition of a gate. `unknown` never passes. */
export type Condition = {
  /** Stable name, such as `identity`, `question:glaucoma` or `minimum-stay`; an override names exactly one. */
  readonly id: string;
  readonly status: 'met' | 'unmet' | 'unknown';
  /** What it is about, short: “Escort”. */
  readonly label: string;
  /** Why it stands as it does, one sentence. */
  readonly detail: string;
  /** Whether the prescriber of the order may override it while it is unmet. */
  readonly overridable: boolean;
  /** It is met only because the prescriber overrode it. */
  readonly overridden: boolean;
};

/** The conditions of leaving a phase, all of which must be met. */
export type Gate = {
  readonly id: 'dosing' | 'first-dose' | 'booster' | 'departure';
  readonly conditions: readonly Condition[];
};

/** Whether every condition is met. */
export function isOpen(gate: Gate): boolean {
  return gate.conditions.every((condition) => condition.status === 'met');
}
