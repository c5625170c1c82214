import { seededRandom } from '../../shared/music/seeded-random.ts';

/** What is read from 2 m. */
export type FarValues = {
  readonly phase: string;
  readonly minutes: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number;
};

const phases = ['Absorption', 'Journey', 'Recovery'];

/** So many sets of values, within what a session may show: 0 to 180 minutes, 80/40 to 219/129, pulse 40 to 139. */
export function farValues(count: number, seed: number): readonly FarValues[] {
  const random = seededRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return Array.from({ length: count }, (_, index) => {
    const systolic = between(80, 219);
    return {
      phase: phases[index % phases.length] ?? 'Journey',
      minutes: between(0, 180),
      systolic,
      diastolic: between(40, Math.min(129, systolic - 10)),
      pulse: between(40, 139),
    };
  });
}
