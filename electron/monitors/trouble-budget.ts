/**
 * How much trouble an exchange may have before it is given up, so that every failure ends within five seconds while
 * a monitor that stumbles now and then is still read to the end. One unit stands for about 250 ms of the user's time.
 */
export type TroubleBudget = {
  /** Takes `units`; false when there is not enough left and the exchange should end. */
  spend(units: number): boolean;
  /** An answer came: one unit grows back. */
  progress(): void;
};

const fullUnits = 15;

/** Units for `waitedMs` of waiting in vain. */
export function troubleUnits(waitedMs: number): number {
  return Math.max(1, Math.ceil(waitedMs / 250));
}

export function createTroubleBudget(): TroubleBudget {
  let left = fullUnits;
  return {
    spend(units) {
      left -= units;
      return left >= 0;
    },
    progress() {
      left = Math.min(fullUnits, left + 1);
    },
  };
}
