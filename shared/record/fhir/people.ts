import type { BodyOf } from '../../session/event.ts';
import { leftOutMark } from '../redaction.ts';
import { type FhirContext, organizationId, ownIdentifier, practitionerId, referenceTo } from './fhir-context.ts';
import type {
  ContactPoint,
  HumanName,
  Organization,
  Patient,
  Practitioner,
  Reference,
  RelatedPerson,
} from './resources.ts';

/** A name that is left out says so, and is not merely missing. */
const maskedName: HumanName = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }],
};

function phone(number: string): readonly ContactPoint[] | undefined {
  return number === '' || number === leftOutMark ? undefined : [{ system: 'phone', value: number }];
}

/** The patient. Vigil asks for no gender; FHIR wants one, and `unknown` is the word for that. */
export function patientResource(context: FhirContext): Patient {
  const { patient } = context.content.document.header;
  const { withoutName } = context.content.redaction;
  return {
    resourceType: 'Patient',
    id: idIn(context.patient),
    identifier: [ownIdentifier('patient', patient.patientId)],
    name: [withoutName ? maskedName : { text: patient.name }],
    telecom: phone(patient.phone),
    gender: 'unknown',
    birthDate: patient.dateOfBirth,
  };
}

/** The therapist of the session, and whoever signed where that is somebody else. */
export function practitionerResources({ content }: FhirContext): Practitioner[] {
  const { clinician } = content.document.header;
  const signers = [content.signature, ...content.addenda, ...content.countersignatures].map(
    ({ printedName, credential }) => ({
      name: printedName,
      credential,
    }),
  );
  const people = new Map([clinician, ...signers].map((one) => [practitionerId(one.name, one.credential), one]));
  return [...people].map(([id, { name, credential }]) => ({
    resourceType: 'Practitioner',
    id,
    name: [{ text: name }],
    qualification: credential === '' ? undefined : [{ code: { text: credential } }],
  }));
}

/** Who signed. */
export function signerReference(by: { readonly printedName: string; readonly credential: string }): Reference {
  return referenceTo(practitionerId(by.printedName, by.credential));
}

/** The clinic; none where it has no name. */
export function organizationResources({ content }: FhirContext): Organization[] {
  const { clinic } = content.document.header;
  if (clinic.name === '') return [];
  return [
    {
      resourceType: 'Organization',
      id: organizationId(clinic.name, clinic.address),
      active: true,
      name: clinic.name,
      address: clinic.address === '' ? undefined : [{ text: clinic.address }],
    },
  ];
}

/** The clinic's reference; undefined where it has no name. */
export function organizationReference(context: FhirContext): Reference | undefined {
  const [organization] = organizationResources(context);
  return organization === undefined ? undefined : referenceTo(organization.id);
}

/** Who took the patient home, or was to. */
export function escortResources(context: FhirContext): RelatedPerson[] {
  const { escort, escortVerified } = context.state;
  const planned = escort?.body ?? null;
  const met = escortVerified?.body ?? null;
  if (planned === null && met === null) return [];
  const isSomebodyElse = planned !== null && met !== null && !met.nameMatches;
  return [
    ...(planned === null ? [] : [relatedPerson(context, 'escort', planned.name, planned)]),
    ...(met === null || (planned !== null && !isSomebodyElse)
      ? []
      : [relatedPerson(context, 'escort-met', met.name, null)]),
  ];
}

function relatedPerson(
  context: FhirContext,
  which: string,
  name: string,
  planned: BodyOf<'escort-recorded'> | null,
): RelatedPerson {
  const relation = planned === null ? 'escort' : `escort, ${planned.relation}`;
  return {
    resourceType: 'RelatedPerson',
    id: context.idOf(which),
    active: true,
    patient: context.patient,
    relationship: [{ text: relation }],
    name: [context.content.redaction.withoutName ? maskedName : { text: name }],
    telecom: planned === null ? undefined : phone(planned.phone),
  };
}

function idIn(reference: Reference): string {
  return (reference.reference ?? '').slice('urn:uuid:'.length);
}
