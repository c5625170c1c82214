/**
 * `npm run rehearse -- --out DIR [--scenario NAME] [--speed N] [--passphrase WORDS] [--note TEXT]
 * [--by pointer|keys|touch]`: a whole session without
 * a person. The real main process, windows and monitor drivers; a therapist who sees names and roles, and has a pointer
 * and keys. The last line of output is one JSON object; it exits 0 only if the session ended as the scenario says.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scenarioNamed, scenarioNames } from '../../shared/rehearsal/scenarios.ts';
import { mannerNames } from './manner.ts';
import { Rehearsal } from './rehearsal.ts';
import { summarise } from './summary.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    scenario: { type: 'string', default: 'calm' },
    speed: { type: 'string', default: '240' },
    passphrase: { type: 'string', default: 'rehearsal lantern orchid gravel' },
    note: { type: 'string', default: 'Speaks of the sea; tears, then a smile.' },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '800' },
    by: { type: 'string', default: 'pointer' },
  },
});

const scenario = scenarioNamed(values.scenario);
const speed = Number(values.speed);
if (values.out === undefined) stop('Say where the rehearsal may write: --out DIR');
if (scenario === null) stop(`There is no scenario of this name. Choose one of ${scenarioNames.join(', ')}.`);
if (!Number.isFinite(speed) || speed < 1 || speed > 1000) stop('--speed is a number from 1 to 1000.');

const by = mannerNames.find((name) => name === values.by);
if (by === undefined) stop(`--by is one of ${mannerNames.join(', ')}.`);

const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const rehearsal = new Rehearsal({
  out,
  scenario,
  speed,
  passphrase: values.passphrase,
  note: values.note,
  by,
  size: { width: Number(values.width), height: Number(values.height) },
});
try {
  const ended = await rehearsal.run();
  const summary = await summarise(ended);
  console.log(JSON.stringify(summary));
  process.exitCode = summary.asPromised ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rehearsal.end();
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
