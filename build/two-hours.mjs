// `npm run two-hours`: two hours of a journey on a faster clock. Standard output is the figures' own.
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

await runCommand(async () => {
  await setUp({ needs: ['chromium', 'libusb'] });
  const env = projectEnvironment();
  const bundled = await runInForeground([projectNode, join(root, 'build', 'bundle.mjs')], { env, stdout: 'stderr' });
  if (bundled !== 0) return bundled;
  return runInForeground([projectNode, join(root, 'tests', 'rehearsal', 'two-hours.ts'), ...argv.slice(2)], { env });
});
