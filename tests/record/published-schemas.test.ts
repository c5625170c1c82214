import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentJson, exportContent } from '../../shared/record/export-content.ts';
import { publishedSchemas } from '../../shared/record/published-schemas.ts';
import { nothingRedacted, type Redaction } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { generatedJournal } from './generated-journal.ts';
import { sampleNames, samples } from './journal-samples.ts';
import { addAddendum, countersign, signJournal } from './sign-journal.ts';

const folder = join(import.meta.dirname, '../../docs/schemas');
const schemas = publishedSchemas();
const ajv = new Ajv2020({ strict: false, allErrors: true });
const validators = new Map(
  readdirSync(folder).map((name) => [name, ajv.compile(JSON.parse(readFileSync(join(folder, name), 'utf8')))]),
);

/** What an independent validator says of a file against a published schema. */
function faults(name: string, file: string): unknown[] {
  const validate = validators.get(name);
  if (validate === undefined) throw new Error(`there is no ${name}`);
  return validate(JSON.parse(file)) ? [] : [...(validate.errors ?? [])];
}

function fileOf(events: readonly SessionEvent[], redaction: Redaction): string {
  const record = buildSignedRecord(replay(countersign(addAddendum(signJournal(events), 'Called: well.'))));
  return contentJson(record, exportContent(record, redaction));
}

const anonymous = { withoutName: true, withoutFreeText: true };

test.each(Object.entries(schemas))('%s in docs/schemas is the one that the code has', async (name, schema) => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(join(folder, name));
});

describe.each(sampleNames)('the files of “%s”', (name) => {
  test('are as their schemas say', () => {
    expect(faults('record-1.schema.json', fileOf(samples[name](), nothingRedacted))).toEqual([]);
    expect(faults('redacted-record-1.schema.json', fileOf(samples[name](), anonymous))).toEqual([]);
  });
});

test('the files of generated sessions are as their schemas say', () => {
  fc.assert(
    fc.property(generatedJournal, (events) => {
      expect(faults('record-1.schema.json', fileOf(events, nothingRedacted))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test.each([
  ['a member more', (file: string) => file.replace('"header":{', '"header":{"extra":1,')],
  ['a number as text', (file: string) => file.replace(/"systolicMmHg":(\d+)/, '"systolicMmHg":"$1"')],
  ['a member less', (file: string) => file.replace(/"eventCount":\d+,/, '')],
  ['another version', (file: string) => file.replace(/"version":1\}/, '"version":2}')],
])('%s is not', (_what, change) => {
  const file = fileOf(samples.calm(), nothingRedacted);
  expect(change(file)).not.toBe(file);
  expect(faults('record-1.schema.json', change(file))).not.toEqual([]);
});
