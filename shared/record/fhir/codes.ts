import type { Coding, Concept, Quantity } from './resources.ts';

/**
 * Where Vigil's own codes live. The name can belong to nobody (RFC 2606): it is an identifier, and no address.
 * What has no code of LOINC or SNOMED CT that could be confirmed has one of these, and none that was guessed.
 */
export const ownSystem = 'https://vigil.invalid/fhir';

const loincSystem = 'http://loinc.org';
const snomedSystem = 'http://snomed.info/sct';
const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition';

/** The profiles of US Core that the vital signs follow. */
export const profiles = {
  bloodPressure: `${usCore}/us-core-blood-pressure`,
  averageBloodPressure: `${usCore}/us-core-average-blood-pressure`,
  heartRate: `${usCore}/us-core-heart-rate`,
  pulseOximetry: `${usCore}/us-core-pulse-oximetry`,
  respiratoryRate: `${usCore}/us-core-respiratory-rate`,
} as const;

const loinc = (code: string, display: string): Coding => ({ system: loincSystem, code, display });
const snomed = (code: string, display: string): Coding => ({ system: snomedSystem, code, display });
const of = (...coding: readonly Coding[]): Concept => ({ coding, text: coding[0]?.display });

/** LOINC and SNOMED CT, as US Core's own examples and published value sets have them. */
export const codes = {
  bloodPressure: of(loinc('85354-9', 'Blood pressure panel with all children optional')),
  systolic: of(loinc('8480-6', 'Systolic blood pressure')),
  diastolic: of(loinc('8462-4', 'Diastolic blood pressure')),
  averageBloodPressure: of(loinc('96607-7', 'Blood pressure panel mean systolic and mean diastolic')),
  averageSystolic: of(loinc('96608-5', 'Systolic blood pressure mean')),
  averageDiastolic: of(loinc('96609-3', 'Diastolic blood pressure mean')),
  readingCount: of(snomed('246432004', 'Number of measurements')),
  heartRate: of(loinc('8867-4', 'Heart rate')),
  oxygenSaturation: of(
    loinc('59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'),
    loinc('2708-6', 'Oxygen saturation in Arterial blood'),
  ),
  respiratoryRate: of(loinc('9279-1', 'Respiratory rate')),
  progressNote: of(loinc('11506-3', 'Progress note')),
  sublingual: of(snomed('37839007', 'Sublingual route')),
  ketamine: snomed('373464007', 'Ketamine'),
} as const;

export const vitalSigns: Concept = {
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/observation-category',
      code: 'vital-signs',
      display: 'Vital Signs',
    },
  ],
};
export const examination: Concept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam', display: 'Exam' }],
};

/** Why there is no value; `error` for what a monitor did not deliver, `not-performed` for what was broken off. */
export function absent(code: 'error' | 'not-performed'): Concept {
  const display = code === 'error' ? 'Error' : 'Not Performed';
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code, display }] };
}

/** A code of Vigil's own code system of that name. */
export function own(
  codeSystem: 'observation' | 'verdict' | 'nausea' | 'section' | 'performer' | 'phase',
  code: string,
  text: string,
): Concept {
  return { coding: [{ system: `${ownSystem}/CodeSystem/${codeSystem}`, code, display: text }], text };
}

/** A code of one of HL7's own code systems. */
export function hl7(codeSystem: string, code: string, display: string): Concept {
  return { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${codeSystem}`, code, display }] };
}

/** An amount with its UCUM unit. */
export function quantity(value: number, code: string, unit = code): Quantity {
  return { value: Number(value.toFixed(3)), unit, system: 'http://unitsofmeasure.org', code };
}

export const mmHg = (value: number): Quantity => quantity(value, 'mm[Hg]', 'mmHg');
