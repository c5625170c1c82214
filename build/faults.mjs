// `npm run faults [-- --quick | --long] [--seed N] [--only WORD]`: what disks, power and strangers do to a vault.
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

await runCommand(async () => {
  await setUp({ needs: ['chromium'] });
  const env = projectEnvironment();
  const bundled = await runInForeground([projectNode, join(root, 'build', 'bundle.mjs')], { env, stdout: 'stderr' });
  if (bundled !== 0) return bundled;
  return runInForeground([projectNode, join(root, 'tests', 'faults', 'run.ts'), ...argv.slice(2)], { env });
});
