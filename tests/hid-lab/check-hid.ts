/**
 * `npm run test:hid`: reads monitors that a program plays through a real kernel, in a virtual machine. The last line of
 * output is `N passed, N failed`, or says that it was skipped and why; exits 1 where a check failed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checksIn } from './checks.ts';
import { LabUnavailable, linuxKernel } from './linux-kernel.ts';
import { runInVirtualMachine } from './virtual-machine.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
/** Many times what it takes; only so that it ends. */
const limitMs = 240_000;

const lab = fileURLToPath(new URL('in-the-lab.ts', import.meta.url));

/**
 * Loads what will run in the machine once outside of it, so that Node finds its TypeScript compiled there: in software
 * that alone would take most of the time.
 */
function compileInto(folder: string): void {
  const env = { ...process.env, NODE_COMPILE_CACHE: folder };
  const command = join(checkout, 'build', 'monitors.mjs');
  execFileSync(process.execPath, ['--input-type=module', '--eval', `await import(${JSON.stringify(lab)})`], { env });
  execFileSync(process.execPath, [command, '--help'], { env });
}

async function run(compiled: string): Promise<number> {
  compileInto(compiled);
  const { printed, exitCode } = await runInVirtualMachine(linuxKernel(), {
    folder: checkout,
    command: [process.execPath, lab],
    env: { NODE_COMPILE_CACHE: compiled, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` },
    limitMs,
  });
  const checks = checksIn(printed);
  for (const { name, faults } of checks) {
    console.log(
      `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}${faults.map((fault) => `\n         ${fault}`).join('')}`,
    );
  }
  const failed = checks.filter(({ faults }) => faults.length > 0).length;
  const brokeOff = exitCode !== 0 || checks.length === 0;
  if (brokeOff) console.log(`FAILED the lab came to its end (it ended with ${exitCode})\n${printed.slice(-3000)}`);
  console.log(`${checks.length - failed} passed, ${failed + (brokeOff ? 1 : 0)} failed`);
  return failed > 0 || brokeOff ? 1 : 0;
}

const compiled = mkdtempSync(join(tmpdir(), 'vigil-compiled-'));
try {
  process.exitCode = await run(compiled);
} catch (error) {
  if (!(error instanceof LabUnavailable)) throw error;
  console.log(`skipped: ${error.message}`);
} finally {
  rmSync(compiled, { recursive: true, force: true });
}
