// Renders the built-in set into the folder that is given: `node electron/music/render-built-in-set.ts DIR`.
// Does nothing where it stands there whole already.
import { availableParallelism } from 'node:os';
import { argv, exit, stderr, stdout } from 'node:process';
import { IN_THE_APP, renderBuiltInSet } from './built-in-set.ts';

const directory = argv[2];
if (directory === undefined) {
  stderr.write('Say where to: render-built-in-set DIR\n');
  exit(2);
}
let toldTenths = 0;
function tell(done: number): void {
  const tenths = Math.floor(done * 10);
  if (tenths <= toldTenths) return;
  toldTenths = tenths;
  stdout.write(`Built-in music ${tenths * 10} %\n`);
}
// Nobody is at a window here: every processor may work.
const options = { ...IN_THE_APP, threads: Math.min(4, availableParallelism()) };
const outcome = await renderBuiltInSet(directory, { onProgress: tell }, options);
if (!outcome.ok) {
  stderr.write(`${outcome.problem.sentence} ${outcome.problem.remedy}\n`);
  exit(1);
}
