/**
 * `node tests/bench/run.ts [NAME ...]`: runs every file `NAME.bench.ts` beside this one, or those named, one after another,
 * and prints each figure as one JSON line. What a file says beyond its figures goes to standard error.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Measure } from './figure.ts';

const ending = '.bench.ts';
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is nothing named ${unknown} to measure. There is: ${names.join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const name of asked.length === 0 ? names : asked) {
    const file = pathToFileURL(join(import.meta.dirname, `${name}${ending}`)).href;
    const { measure } = (await import(file)) as { readonly measure: Measure };
    for await (const figure of measure()) console.log(JSON.stringify(figure));
  }
}
