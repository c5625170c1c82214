// `npm run listen [-- --quick | --only G2,G5 | --soak MINUTES]`: plays, records what is heard, and judges it, one JSON line
// per goal. Standard output is the goals' own. Exits 1 where one is missed.
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

await runCommand(async () => {
  await setUp({ needs: ['chromium', 'libusb', 'pulseaudio'] });
  const env = projectEnvironment();
  const bundled = await runInForeground([projectNode, join(root, 'build', 'bundle.mjs')], { env, stdout: 'stderr' });
  if (bundled !== 0) return bundled;
  return runInForeground([projectNode, join(root, 'tests', 'listen', 'run.ts'), ...argv.slice(2)], { env });
});
