import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Outcome } from '../../shared/problem.ts';
import { type ScenarioName, scenarioNamed, scenarioNames } from '../../shared/rehearsal/scenarios.ts';

/** What Vigil was started with. */
export type Arguments = {
  /** Another vault than the usual one; null for the usual one. */
  readonly vault: string | null;
  readonly rehearsal: boolean;
  /** How fast a rehearsal's clock runs while everybody waits. */
  readonly speed: number;
  readonly scenario: ScenarioName;
};

/** What a rehearsal that is begun from the console is started with: two hours of waiting take ten minutes. */
export const practiceArguments: readonly string[] = ['--rehearsal', '--speed', '12'];

/** Reads the program's own arguments. Electron's and Chromium's switches are passed over. */
export function readArguments(given: readonly string[]): Outcome<Arguments> {
  const { values } = parseArgs({
    args: [...given],
    strict: false,
    options: {
      vault: { type: 'string' },
      rehearsal: { type: 'boolean' },
      speed: { type: 'string' },
      scenario: { type: 'string' },
    },
  });
  const speed = typeof values.speed === 'string' ? Number(values.speed) : 1;
  if (!Number.isFinite(speed) || speed < 1 || speed > 1000) {
    return refused(
      'speed',
      'The speed of a rehearsal is a number from 1 to 1000.',
      'Start with --rehearsal --speed 60, for example.',
    );
  }
  const scenario = scenarioNamed(typeof values.scenario === 'string' ? values.scenario : 'calm');
  if (scenario === null) {
    return refused('scenario', 'There is no scenario of this name.', `Choose one of ${scenarioNames.join(', ')}.`);
  }
  const rehearsal = values.rehearsal === true;
  if (!rehearsal && speed !== 1) {
    return refused('speed', 'Only a rehearsal has a speed of its own.', 'Add --rehearsal.');
  }
  const vault = typeof values.vault === 'string' && values.vault !== '' ? resolve(values.vault) : null;
  return { ok: true, value: { vault, rehearsal, speed, scenario } };
}

function refused(what: string, sentence: string, remedy: string): Outcome<never> {
  return { ok: false, problem: { code: `argument-${what}`, sentence, remedy } };
}
