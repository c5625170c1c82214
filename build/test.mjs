// `npm test`: sets up what is missing, then types, lint, the bundle and every suite; closes with one line of totals.
// `npm test -- PATTERN` runs only vitest's suites whose path matches, after bundling.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';
import { describeStep, runStaticChecks } from './static-checks.mjs';
import { closingLine, readTotals } from './vitest-totals.mjs';

/** @typedef {import('./vitest-totals.mjs').Totals} Totals */

/**
 * Programs that run after vitest, one after another on the project's Node; each is one passed or one failed.
 * A suite belongs here when it needs the machine to itself or is a command that people run too.
 * @type {readonly { name: string, args: readonly string[] }[]}
 */
const programs = [
  { name: 'faults', args: [join(root, 'tests', 'faults', 'run.ts'), '--quick'] },
  {
    name: 'rehearsals',
    args: [join(root, 'tests', 'rehearsal', 'check-rehearsals.ts'), 'calm/keys', 'crash'],
  },
  { name: 'monitors through a real kernel', args: [join(root, 'build', 'test-hid.mjs')] },
];

const env = projectEnvironment();

/**
 * @param {boolean} passed
 * @returns {Totals}
 */
function oneStep(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Promise<Totals>}
 */
async function runProgram(name, args) {
  const startedMs = performance.now();
  const passed = (await runInForeground([projectNode, ...args], { env })) === 0;
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(describeStep({ name, passed, output: '', seconds }));
  return oneStep(passed);
}

/**
 * @param {readonly string[]} patterns
 * @returns {Promise<Totals>}
 */
async function runVitest(patterns) {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-test-'));
  try {
    const report = join(folder, 'report.json');
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const exitCode = await runInForeground([projectNode, vitest, 'run', ...reporters, ...patterns], { env });
    return readTotals(report, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runCommand(async () => {
  const patterns = argv.slice(2);
  await setUp({ needs: ['chromium', 'xvfb', 'libusb', 'poppler', 'ffmpeg', 'pulseaudio', 'exportTools'] });

  /** @type {Totals[]} */
  const parts = [];
  if (patterns.length === 0) {
    const checks = await runStaticChecks((result) => console.log(describeStep(result)));
    parts.push(...checks.map(({ passed }) => oneStep(passed)));
  }
  parts.push(await runProgram('bundle', [join(root, 'build', 'bundle.mjs')]));
  parts.push(await runVitest(patterns));
  if (patterns.length === 0) {
    for (const { name, args } of programs) parts.push(await runProgram(name, args));
  }

  console.log(closingLine(parts));
  return parts.some(({ failed }) => failed > 0) ? 1 : 0;
});
