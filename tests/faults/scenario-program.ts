/**
 * Runs a scenario on the vault in a place: `scenario-program PLACE KIND SEED STEPS ACKNOWLEDGEMENTS [SABOTAGE]`. Each
 * acknowledgement is written, in one write, to the file of that name ("-" is standard output). SABOTAGE makes the vault a
 * bad one on purpose: `normal` has SQLite sync as seldom as its package's default does, `too-early` acknowledges before
 * anything is written.
 */
import { openSync, writeSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { openWithoutSigning, readTestKey } from '../kill/test-key.ts';
import { acknowledgementLine, Scenario, scenarioKinds } from './scenario.ts';
import { Seeded } from './seeded.ts';

const [place = '', kindName = '', seed = '0', steps = '0', acknowledgements = '-', sabotage = ''] =
  process.argv.slice(2);
const kind = scenarioKinds.find((known) => known === kindName);
if (kind === undefined) throw new Error(`no scenario ${kindName}`);

if (sabotage === 'normal') {
  const real = BetterSqlite3.prototype.pragma;
  BetterSqlite3.prototype.pragma = function (source, options) {
    const answer: unknown = Reflect.apply(real, this, [
      source === 'synchronous = FULL' ? 'synchronous = NORMAL' : source,
      options,
    ]);
    return source === 'synchronous' ? 2 : answer;
  };
}

const file = acknowledgements === '-' ? 1 : openSync(acknowledgements, 'a');
const key = readTestKey(place);
const draws = new Seeded(Number(seed));
const scenario = await Scenario.begin({
  kind,
  draws,
  open: () => openWithoutSigning(place, key, draws.bytes),
  acknowledge: (told) => void writeSync(file, acknowledgementLine(told)),
  tooEarly: sabotage === 'too-early',
});
if (acknowledgements === '-') writeSync(1, 'ready\n');
await scenario.run(steps === '0' ? Number.POSITIVE_INFINITY : Number(steps));
await scenario.close();
