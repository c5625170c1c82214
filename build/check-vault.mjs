// `npm run check-vault -- DIR`: whether a vault or a backup is whole. Needs the npm packages and nothing of the system.
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

await runCommand(async () => {
  await setUp({ needs: [] });
  const checker = join(root, 'electron', 'vault', 'check-vault-cli.ts');
  return runInForeground([projectNode, checker, ...argv.slice(2)], { env: projectEnvironment() });
});
