// `npm run monitors [-- --json [--traffic]]`: reads every monitor that is plugged in, for support. Needs the npm packages;
// what the system lacks beyond them the program says itself.
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

await runCommand(async () => {
  await setUp({ needs: [] });
  const reporter = join(root, 'electron', 'monitors', 'monitors-cli.ts');
  return runInForeground([projectNode, reporter, ...argv.slice(2)], { env: projectEnvironment() });
});
