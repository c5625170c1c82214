// `npm run test:hid`: reads monitors that a program plays through a real Linux kernel in a virtual machine, with the real
// node-hid and the real command. Its last line is its totals, or says that it was skipped and why; then it exits 0.
import { join } from 'node:path';
import { runInForeground } from './child.mjs';
import { BuildProblem, runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

/** Why this machine cannot run the lab, or undefined. */
async function whyNot() {
  // The machine runs this one's own programs and fetches Debian's kernel for them.
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'it runs on Linux with a 64-bit Intel or AMD processor';
  try {
    await setUp({ needs: ['libusb', 'virtualMachine'] });
    return undefined;
  } catch (error) {
    if (!(error instanceof BuildProblem)) throw error;
    return error.message;
  }
}

await runCommand(async () => {
  const reason = await whyNot();
  if (reason !== undefined) {
    console.log(`skipped: ${reason}`);
    return 0;
  }
  return runInForeground([projectNode, join(root, 'tests', 'hid-lab', 'check-hid.ts')], { env: projectEnvironment() });
});
