// `npm run check`: types, lint and the rules of the house.
import { join } from 'node:path';
import { runInForeground } from './child.mjs';
import { runCommand } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';
import { describeStep, runStaticChecks } from './static-checks.mjs';

await runCommand(async () => {
  await setUp({ needs: [] });
  const results = await runStaticChecks((result) => console.log(describeStep(result)));
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const houseRules = await runInForeground([projectNode, vitest, 'run', 'tests/house'], { env: projectEnvironment() });
  return houseRules === 0 && results.every(({ passed }) => passed) ? 0 : 1;
});
