import type { Problem } from '../problem.ts';

/** The numbers of one reading, however they came: over the cable or by hand. */
export type PressureNumbers = {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number | null;
};

/**
 * The house's own limits of what may be a reading at all (none of a standard's): wide enough for every living
 * patient, narrow enough for a slipped digit. Bounds are inclusive.
 */
export const plausibleRange = {
  minPressureMmHg: 30,
  maxPressureMmHg: 300,
  minPulsePressureMmHg: 10,
  minPulsePerMin: 20,
  maxPulsePerMin: 250,
} as const;

const repeat = 'Take the reading again, or enter what the display shows.';

/**
 * Judges whether numbers can be a reading at all; says nothing about whether the pressure is good.
 * Pressures in mmHg, pulse in beats per minute. Returns `null` where they can, else a problem naming the first rule
 * they break. The caller sets such a reading aside and asks for another; nothing is ever repaired.
 */
export function implausibility(numbers: PressureNumbers): Problem | null {
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = numbers;
  const range = plausibleRange;
  const shown = `${systolicMmHg}/${diastolicMmHg}`;
  const outside = (mmHg: number) =>
    !Number.isFinite(mmHg) || mmHg < range.minPressureMmHg || mmHg > range.maxPressureMmHg;
  const limits = `${range.minPressureMmHg} to ${range.maxPressureMmHg} mmHg`;

  if (systolicMmHg === 0 && diastolicMmHg === 0) {
    return {
      code: 'reading-all-zero',
      sentence: 'The reading is 0/0: the monitor did not finish its measurement.',
      remedy: 'Check sleeve and tube, then take the reading again.',
    };
  }
  if (outside(systolicMmHg)) {
    return {
      code: 'reading-systolic-out-of-range',
      sentence: `The systolic pressure of ${shown} is outside ${limits}.`,
      remedy: repeat,
    };
  }
  if (outside(diastolicMmHg)) {
    return {
      code: 'reading-diastolic-out-of-range',
      sentence: `The diastolic pressure of ${shown} is outside ${limits}.`,
      remedy: repeat,
    };
  }
  if (diastolicMmHg > systolicMmHg) {
    return {
      code: 'reading-swapped',
      sentence: `In ${shown} the diastolic pressure stands above the systolic: the two may be swapped.`,
      remedy: repeat,
    };
  }
  if (systolicMmHg - diastolicMmHg < range.minPulsePressureMmHg) {
    return {
      code: 'reading-difference-too-small',
      sentence: `In ${shown} systolic and diastolic are less than ${range.minPulsePressureMmHg} mmHg apart.`,
      remedy: 'Set this one aside and take the reading again.',
    };
  }
  if (
    pulsePerMin !== null &&
    !(Number.isFinite(pulsePerMin) && pulsePerMin >= range.minPulsePerMin && pulsePerMin <= range.maxPulsePerMin)
  ) {
    return {
      code: 'reading-pulse-out-of-range',
      sentence: `The pulse of ${pulsePerMin} is outside ${range.minPulsePerMin} to ${range.maxPulsePerMin} beats per minute.`,
      remedy: repeat,
    };
  }
  return null;
}
