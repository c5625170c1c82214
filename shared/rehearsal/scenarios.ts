/** A pressure that the simulated monitor will measure. */
export type ScriptedPressure = {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
};

export const scenarioNames = ['calm', 'hypertension', 'declined', 'unsteady', 'crash', 'booster'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

const pressure = (systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number): ScriptedPressure => ({
  systolicMmHg,
  diastolicMmHg,
  pulsePerMin,
});

const calm = [pressure(124, 78, 68), pressure(122, 80, 66), pressure(134, 84, 76), pressure(126, 80, 70)];

/** What the simulated monitor measures in each rehearsal, in order; the last one repeats. */
export const scenarioPressures: Readonly<Record<ScenarioName, readonly ScriptedPressure[]>> = {
  calm,
  /** The first block too high, the next passes. */
  hypertension: [
    pressure(148, 92, 84),
    pressure(146, 91, 82),
    pressure(134, 84, 78),
    pressure(132, 82, 76),
    pressure(138, 86, 80),
    pressure(130, 82, 74),
  ],
  /** Three blocks too high: not today. */
  declined: [
    pressure(152, 94, 88),
    pressure(150, 93, 86),
    pressure(149, 92, 86),
    pressure(148, 92, 84),
    pressure(147, 91, 84),
    pressure(146, 91, 83),
  ],
  unsteady: calm,
  crash: calm,
  booster: [
    pressure(124, 78, 68),
    pressure(122, 80, 66),
    pressure(128, 82, 72),
    pressure(134, 84, 76),
    pressure(130, 82, 72),
    pressure(126, 80, 70),
  ],
};

/** The scenario of this name; null where there is none. */
export function scenarioNamed(name: string): ScenarioName | null {
  return scenarioNames.find((candidate) => candidate === name) ?? null;
}
