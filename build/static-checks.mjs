// Types and lint, a step each, on the project's own Node.
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';

const typescript = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** @typedef {{ name: string, passed: boolean, output: string, seconds: number }} StepResult */

/** @type {readonly { name: string, command: readonly string[] }[]} */
const steps = [
  ...['shared', 'electron', 'renderer', 'tests', 'build'].map((folder) => ({
    name: `types of ${folder}`,
    command: [projectNode, typescript, '-p', folder],
  })),
  { name: 'lint and format', command: [projectNode, biome, 'check', '--error-on-warnings', '--max-diagnostics=100'] },
];

/**
 * Runs the checks one after another and hands each result over as it comes.
 * @param {(result: StepResult) => void} report
 * @returns {Promise<readonly StepResult[]>}
 */
export async function runStaticChecks(report) {
  /** @type {StepResult[]} */
  const results = [];
  for (const { name, command } of steps) {
    const startedMs = performance.now();
    const { code, output } = await runQuietly(command, { env: projectEnvironment() });
    const result = { name, passed: code === 0, output, seconds: (performance.now() - startedMs) / 1000 };
    report(result);
    results.push(result);
  }
  return results;
}

/**
 * One line for a step, and beneath it the output of one that failed.
 * @param {StepResult} result
 */
export function describeStep({ name, passed, output, seconds }) {
  const line = `${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`;
  return passed || output.trim() === '' ? line : `${line}\n${output.trimEnd()}`;
}
