// `npm run legible`: whether what must be readable from 2 m is. Standard output is its own: one JSON line for each palette and panel.
import { join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

await runCommand(async () => {
  await setUp({ needs: ['chromium', 'tesseract'] });
  const script = join(root, 'tests', 'legible', 'legible.ts');
  return runInForeground([projectNode, script, ...argv.slice(2)], { env: projectEnvironment() });
});
