import * as fc from 'fast-check';
import type * as fhir4 from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import { exportContent } from '../../../shared/record/export-content.ts';
import { fhirBundle, fhirFileText } from '../../../shared/record/fhir/bundle.ts';
import type { Bundle } from '../../../shared/record/fhir/resources.ts';
import { nothingRedacted } from '../../../shared/record/redaction.ts';
import { buildSignedRecord, type SignedRecord } from '../../../shared/record/signed-record.ts';
import type { SessionEvent } from '../../../shared/session/event.ts';
import { replay } from '../../../shared/session/evolve.ts';
import { generatedJournal } from '../generated-journal.ts';
import { sampleNames, samples } from '../journal-samples.ts';
import { addAddendum, countersign, signJournal } from '../sign-journal.ts';
import { findings, type Json } from './validators.ts';

const pdf = new TextEncoder().encode('%PDF-1.4 a page');
const signed = (events: readonly SessionEvent[]) => buildSignedRecord(replay(signJournal(events)));

function bundleOf(record: SignedRecord, type: Bundle['type'] = 'document', redaction = nothingRedacted): Bundle {
  return fhirBundle(exportContent(record, redaction), type, pdf);
}

/** The bundle as a receiver reads it. */
function received(bundle: Bundle): Json {
  return JSON.parse(fhirFileText(bundle)) as Json;
}

/** HL7's own types, which are writable throughout. */
type Writable<Value> = Value extends readonly (infer Item)[]
  ? Writable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
    : Value;
const asTyped = (bundle: Writable<Bundle>): fhir4.Bundle => bundle;

const of = <Type extends fhir4.FhirResource['resourceType']>(bundle: fhir4.Bundle, type: Type) =>
  (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as Extract<fhir4.FhirResource, { resourceType: Type }>] : [],
  );

/** The thousand that a release is tried with: VIGIL_FHIR_SESSIONS=1000. */
const generatedSessions = Number(process.env.VIGIL_FHIR_SESSIONS ?? 15);

const redactions = [
  nothingRedacted,
  { withoutName: true, withoutFreeText: false },
  { withoutName: false, withoutFreeText: true },
  { withoutName: true, withoutFreeText: true },
];

describe('the validators find nothing', () => {
  test.each(sampleNames)('in the session “%s”, in every copy of it', (name) => {
    const record = buildSignedRecord(
      replay(countersign(addAddendum(signJournal(samples[name]()), 'Called: well.\n<b>&'))),
    );
    for (const redaction of redactions) {
      expect(findings(received(bundleOf(record, 'document', redaction)))).toEqual([]);
    }
    expect(findings(received(bundleOf(record, 'collection')))).toEqual([]);
  });

  test(
    'in generated sessions',
    () => {
      fc.assert(
        fc.property(generatedJournal, fc.constantFrom(...redactions), (events, redaction) => {
          expect(findings(received(bundleOf(signed(events), 'document', redaction)))).toEqual([]);
        }),
        { numRuns: generatedSessions, endOnFailure: true },
      );
    },
    20_000 + generatedSessions * 1_000,
  );
});

describe('the mapping', () => {
  const bundle = (name: keyof typeof samples) => {
    const record = signed(samples[name]());
    return { document: record.record.document, bundle: asTyped(bundleOf(record) as Writable<Bundle>) };
  };
  const codeOf = (concept: fhir4.CodeableConcept | undefined) => concept?.coding?.[0]?.code;

  test.each(sampleNames)('every reading of “%s” is there with its numbers, its time and its standing', (name) => {
    const { document, bundle: whole } = bundle(name);
    const found = of(whole, 'Observation')
      .filter((one) => codeOf(one.code) === '85354-9' && one.identifier !== undefined)
      .map((one) => [
        one.identifier?.[0]?.value,
        ...(one.component ?? []).map((component) => component.valueQuantity?.value),
        one.effectiveDateTime,
        one.status === 'corrected' ? 'final' : one.status,
      ]);
    const standing = { confirmed: 'final', pending: 'preliminary', struck: 'entered-in-error' } as const;
    expect(found).toEqual(
      document.readings.map((reading) => [
        reading.readingId,
        reading.systolicMmHg,
        reading.diastolicMmHg,
        reading.time.iso,
        standing[reading.status],
      ]),
    );
    const pulses = of(whole, 'Observation').filter((one) => codeOf(one.code) === '8867-4');
    expect(pulses.map((one) => one.valueQuantity?.value)).toEqual(
      document.readings.flatMap(({ pulsePerMin }) => (pulsePerMin === null ? [] : [pulsePerMin])),
    );
  });

  test.each(sampleNames)('every dose of “%s” is there with its amount, route, lot and period', (name) => {
    const { document, bundle: whole } = bundle(name);
    const medicines = new Map(of(whole, 'Medication').map((one) => [`urn:uuid:${one.id}`, one]));
    const given = of(whole, 'MedicationAdministration').filter(({ status }) => status !== 'not-done');
    expect(
      given.map((one) => [
        one.dosage?.dose?.value,
        one.dosage?.dose?.code,
        codeOf(one.dosage?.route),
        medicines.get(one.medicationReference?.reference ?? '')?.batch?.lotNumber,
        one.effectivePeriod?.start,
        one.effectivePeriod?.end ?? null,
      ]),
    ).toEqual(
      document.doses.map((dose) => [
        dose.doseMg,
        'mg',
        '37839007',
        dose.lot,
        dose.placed.iso,
        dose.hold?.ended.iso ?? null,
      ]),
    );
  });

  test('no dose is a dose not done, with the reason', () => {
    const [administration] = of(bundle('declined').bundle, 'MedicationAdministration');
    expect(administration?.status).toBe('not-done');
    expect(administration?.statusReason?.[0]?.text).toContain('Three blocks at or above 140 or 90.');
    expect(administration?.dosage).toBeUndefined();
  });

  test('a measurement that failed is there without a value, and why', () => {
    const failed = of(bundle('hypertension').bundle, 'Observation').filter((one) => one.status === 'cancelled');
    const words = failed.flatMap((one) => (one.note ?? []).map((note) => note.text)).join(' ');
    expect(words).toContain('The monitor did not answer.');
    expect(words).toContain('Stored before the measurement was asked for.');
    for (const one of failed) {
      expect(one.component?.filter(({ dataAbsentReason }) => dataAbsentReason !== undefined).length).toBe(2);
    }
  });

  test('a block is an average over its time, with how many readings it is of', () => {
    const averages = of(bundle('unsteady').bundle, 'Observation').filter((one) => codeOf(one.code) === '96607-7');
    // Three readings because the first two differ by more than 10: (128+114+122)/3 and (84+78+80)/3, by hand.
    expect(averages.map((one) => one.component?.map((part) => part.valueQuantity?.value))).toEqual([
      [121.333, 80.667, 3],
    ]);
    expect(averages[0]?.derivedFrom).toHaveLength(3);
  });

  test('the phases, the checks before leaving, the questions, the escort and the next appointment are there', () => {
    const { document, bundle: whole } = bundle('calm');
    const [encounter] = of(whole, 'Encounter');
    expect(encounter?.statusHistory?.map((span) => span.extension?.[0]?.valueCode)).toEqual(
      document.phases.map(({ phase }) => phase),
    );
    const checks = of(whole, 'Observation').filter((one) =>
      ['gait-check', 'orientation-check'].includes(codeOf(one.code) ?? ''),
    );
    expect(checks).toHaveLength(document.recoveryChecks.length);
    // What has no confirmed LOINC code has none.
    for (const one of checks) {
      const systems = [one.code, ...(one.component ?? []).map(({ code }) => code)].flatMap(
        ({ coding }) => coding ?? [],
      );
      expect(new Set(systems.map(({ system }) => system))).toEqual(
        new Set(['https://vigil.invalid/fhir/CodeSystem/observation']),
      );
    }
    expect(of(whole, 'QuestionnaireResponse')[0]?.item?.length).toBeGreaterThan(10);
    expect(of(whole, 'Appointment')).toHaveLength(1);
    expect(of(whole, 'RelatedPerson')).toHaveLength(1);
  });

  test('the note has its sixteen sections, and the printed record is in it', () => {
    const { bundle: whole } = bundle('calm');
    const [note] = of(whole, 'Composition');
    expect(note?.section?.filter((section) => /^\d+\. /.test(section.title ?? ''))).toHaveLength(16);
    const [reference] = of(whole, 'DocumentReference');
    expect(Buffer.from(reference?.content[0]?.attachment.data ?? '', 'base64')).toEqual(Buffer.from(pdf));
    expect(of(whole, 'Provenance')[0]?.signature?.[0]?.data).toBeDefined();
  });

  test('the same copy gives the same bytes; another copy has ids of its own', () => {
    const record = signed(samples.calm());
    const text = fhirFileText(bundleOf(record));
    expect(fhirFileText(bundleOf(record))).toBe(text);
    const ids = (of_: Bundle) => new Set(of_.entry.map((entry) => entry.fullUrl));
    const whole = ids(bundleOf(record));
    const anonymous = bundleOf(record, 'document', { withoutName: true, withoutFreeText: false });
    const shared = [...ids(anonymous)].filter((id) => whole.has(id));
    // The therapist and the clinic are the same ones.
    expect(shared).toHaveLength(2);
  });
});
