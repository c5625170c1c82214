/** What is read from 2 m. */
export type FarValues = {
  readonly phase: string;
  readonly minutes: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number;
};

const phases = ['Absorption', 'Journey', 'Recovery'];

/** Numbers from 0 up to 1 that a seed decides (mulberry32), so that a run can be made again. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** So many sets of values, within what a session may show: 0 to 180 minutes, 80/40 to 219/129, pulse 40 to 139. */
export function farValues(count: number, seed: number): readonly FarValues[] {
  const random = randomFrom(seed);
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
