import { expect, test } from 'vitest';
import { exportContent } from '../../../shared/record/export-content.ts';
import { fhirBundle } from '../../../shared/record/fhir/bundle.ts';
import { nothingRedacted } from '../../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../../shared/record/signed-record.ts';
import { replay } from '../../../shared/session/evolve.ts';
import { hypertensionJournal } from '../journal-samples.ts';
import { signJournal } from '../sign-journal.ts';
import { findings, type Json } from './validators.ts';

const content = exportContent(buildSignedRecord(replay(signJournal(hypertensionJournal()))), nothingRedacted);
const sound = JSON.stringify(fhirBundle(content, 'document', new TextEncoder().encode('%PDF-1.4')));

type Open = { [key: string]: unknown };
type Seed = (find: (type: string, has?: string) => Open, bundle: Open & { entry: { resource: Open }[] }) => void;

/** One mistake each, as a mapping could make it. */
const mistakes: Readonly<Record<string, Seed>> = {
  'a required element is missing': (find) => delete find('Observation').status,
  'a code that its value set does not have': (find) => {
    find('Encounter').status = 'over';
  },
  'a date that is none': (find) => {
    find('Observation', 'effectiveDateTime').effectiveDateTime = '23.11.2026';
  },
  'one where a list has to be': (find) => {
    const observation = find('Observation');
    observation.category = (observation.category as unknown[])[0];
  },
  'an element that does not exist': (find) => {
    find('MedicationAdministration').dose = 100;
  },
  'a number as text': (find) => {
    const [component] = find('Observation', 'component').component as { valueQuantity: Open }[];
    if (component !== undefined) component.valueQuantity.value = '124';
  },
  'two forms of one value': (find) => {
    find('Observation', 'valueQuantity').valueString = '70';
  },
  'a reference to what is not there': (find) => {
    find('MedicationAdministration').subject = { reference: 'urn:uuid:00000000-0000-4000-8000-000000000000' };
  },
  'a script in the narrative': (find) => {
    const [section] = find('Composition').section as { text: Open }[];
    if (section !== undefined)
      section.text.div = '<div xmlns="http://www.w3.org/1999/xhtml"><script>x()</script></div>';
  },
  'the note is not first': (_find, bundle) => bundle.entry.reverse(),
  'no time of the bundle': (_find, bundle) => delete bundle.timestamp,
  'base64 that is none': (find) => {
    const [attached] = find('DocumentReference').content as { attachment: Open }[];
    if (attached !== undefined) attached.attachment.data = 'not base64!';
  },
  'a note without a title': (find) => delete find('Composition').title,
  'a blood pressure with one number and no reason for the other': (find) => {
    const [component] = find('Observation', 'component').component as Open[];
    if (component !== undefined) delete component.valueQuantity;
  },
  'a period that ends before it begins': (find) => {
    find('Encounter').period = { start: '2026-11-23T14:00:00+01:00', end: '2026-11-23T13:00:00+01:00' };
  },
};

test('a sound bundle has none', () => {
  expect(findings(JSON.parse(sound) as Json)).toEqual([]);
});

test.each(Object.entries(mistakes))('%s: somebody finds it', (_name, seed) => {
  const bundle = JSON.parse(sound) as Open & { entry: { resource: Open }[] };
  const find = (type: string, has?: string) => {
    const entry = bundle.entry.find(
      ({ resource }) => resource.resourceType === type && (has === undefined || has in resource),
    );
    if (entry === undefined) throw new Error(`no ${type}`);
    return entry.resource;
  };
  seed(find, bundle);
  expect(findings(bundle)).not.toEqual([]);
});
