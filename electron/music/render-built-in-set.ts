// Renders the built-in set into the folder that is given: `node electron/music/render-built-in-set.ts DIR`.
// Does nothing where it stands there whole already.
import { argv, exit, stderr, stdout } from 'node:process';
import { renderBuiltInSet } from './built-in-set.ts';

const directory = argv[2];
if (directory === undefined) {
  stderr.write('Say where to: render-built-in-set DIR\n');
  exit(2);
}
let toldTenths = 0;
const outcome = await renderBuiltInSet(directory, (done) => {
  const tenths = Math.floor(done * 10);
  if (tenths <= toldTenths) return;
  toldTenths = tenths;
  stdout.write(`Built-in music ${tenths * 10} %\n`);
});
if (!outcome.ok) {
  stderr.write(`${outcome.problem.sentence} ${outcome.problem.remedy}\n`);
  exit(1);
}
