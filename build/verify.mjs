// `npm run verify -- FILE`: whether a record is whole and untouched. Needs the npm packages and nothing of the system.
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

await runCommand(async () => {
  await setUp({ needs: [] });
  const verifier = join(root, 'electron', 'records', 'verify-cli.ts');
  return runInForeground([projectNode, verifier, ...argv.slice(2)], { env: projectEnvironment() });
});
