import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportContent } from '../../shared/record/export-content.ts';
import { chartTransaction, transactionText } from '../../shared/record/fhir/transaction.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { findings, type Json } from '../record/fhir/validators.ts';
import { generatedJournal } from '../record/generated-journal.ts';
import { calmJournal, processWords, sampleNames, samples } from '../record/journal-samples.ts';
import { addAddendum, signJournal } from '../record/sign-journal.ts';
import { ChartServer } from './chart-server.ts';

const pdf = new TextEncoder().encode('%PDF-1.4');
const transactionOf = (events: readonly SessionEvent[]) =>
  chartTransaction(exportContent(buildSignedRecord(replay(events)), nothingRedacted), pdf);

let server: ChartServer;
beforeEach(async () => {
  server = await ChartServer.start();
});
afterEach(() => server.stop());

async function post(events: readonly SessionEvent[]): Promise<string[]> {
  const answer = await fetch(server.address, { method: 'POST', body: transactionText(transactionOf(events)) });
  const { entry } = (await answer.json()) as { entry: { response: { status: string } }[] };
  return entry.map(({ response }) => response.status);
}

describe.each(sampleNames)('the record of %s', (name) => {
  const events = signJournal(samples[name]());

  test('is taken whole, and once more changes nothing', async () => {
    expect(new Set(await post(events))).toEqual(new Set(['201']));
    const before = JSON.stringify(await server.all('Composition'));
    const counts = await server.counts();
    expect(new Set(await post(events))).toEqual(new Set(['200']));
    expect(await server.counts()).toEqual(counts);
    expect(JSON.stringify(await server.all('Composition'))).toBe(before);
  });

  test('has nothing that a validator objects to', () => {
    const transaction = transactionOf(events);
    const asCollection = {
      resourceType: 'Bundle',
      type: 'collection',
      timestamp: '2026-11-24T09:00:00Z',
      identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:0b1f3a52-6d3c-4a55-9f0e-3f3c1f6f2a11' },
      entry: transaction.entry.map(({ fullUrl, resource }) => ({
        fullUrl,
        resource: { ...resource, id: fullUrl.slice('urn:uuid:'.length) },
      })),
    };
    expect(findings(JSON.parse(JSON.stringify(asCollection)) as Json)).toEqual([]);
  });
});

test('what was signed afterwards takes the place of what was sent before', async () => {
  const events = signJournal(calmJournal());
  await post(events);
  const before = await server.counts();
  const amended = addAddendum(events, 'The escort called: all is well.');
  await post(amended);
  const after = await server.counts();
  expect(after).toEqual({ ...before, Provenance: (before.Provenance ?? 0) + 1 });
  const [composition] = await server.all('Composition');
  expect(composition).toMatchObject({ status: 'amended' });
  expect(JSON.stringify(composition)).toContain('The escort called: all is well.');
  // And again nothing is there twice.
  await post(amended);
  expect(await server.counts()).toEqual(after);
});

test('holds no word of the process notes', () => {
  expect(transactionText(transactionOf(signJournal(samples.corrections())))).not.toContain(processWords);
  expect(transactionText(transactionOf(signJournal(calmJournal())))).not.toContain(processWords);
});

test('of any session no two entries of a kind are searched for by the same', () => {
  fc.assert(
    fc.property(generatedJournal, (events) => {
      const { entry } = transactionOf(signJournal(events));
      const searches = entry.map(
        ({ request }) => `${request.url} ${'ifNoneExist' in request ? request.ifNoneExist : ''}`,
      );
      expect(new Set(searches).size).toBe(searches.length);
    }),
    { numRuns: 50 },
  );
});
