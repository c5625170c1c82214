import type { BodyOf } from '../session/event.ts';

type OrientationCheck = BodyOf<'orientation-checked'>;
const spheres = ['person', 'place', 'time', 'situation'] as const;

/** How many of person, place, time and situation were answered rightly, 0 to 4. Leaving needs all four. */
export function orientationScore(check: OrientationCheck): number {
  return spheres.filter((sphere) => check[sphere]).length;
}

/** What was not known, in words; empty when oriented in all four. */
export function missingOrientation(check: OrientationCheck): string[] {
  return spheres.filter((sphere) => !check[sphere]);
}
