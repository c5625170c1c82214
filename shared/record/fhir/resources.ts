/**
 * The part of FHIR R4 (4.0.1) that a record is written in. Narrower than the standard: what every resource here has is
 * required, and codes are the ones that are used, so that a wrong one does not compile.
 */

export type Coding = { readonly system: string; readonly code: string; readonly display?: string | undefined };
export type Concept = { readonly coding?: readonly Coding[] | undefined; readonly text?: string | undefined };
export type Identifier = { readonly system: string; readonly value: string };
export type Reference = {
  readonly reference?: string | undefined;
  readonly display?: string | undefined;
  readonly identifier?: Identifier | undefined;
};
export type Quantity = {
  readonly value: number;
  readonly unit: string;
  readonly system: 'http://unitsofmeasure.org';
  readonly code: string;
};
export type Period = { readonly start: string; readonly end?: string | undefined };
export type Annotation = { readonly text: string };
export type Extension = {
  readonly url: string;
  readonly valueCode?: string | undefined;
  readonly valueBase64Binary?: string | undefined;
};
export type Narrative = { readonly status: 'generated' | 'additional'; readonly div: string };
export type HumanName = { readonly text?: string | undefined; readonly extension?: readonly Extension[] | undefined };
export type ContactPoint = { readonly system: 'phone'; readonly value: string };

type Resource<Type extends string> = {
  readonly resourceType: Type;
  readonly id: string;
  readonly meta?: { readonly profile: readonly string[] } | undefined;
  readonly identifier?: readonly Identifier[] | undefined;
};

export type Patient = Resource<'Patient'> & {
  readonly name: readonly HumanName[];
  readonly telecom?: readonly ContactPoint[] | undefined;
  readonly gender: 'unknown';
  readonly birthDate: string;
};
export type Practitioner = Resource<'Practitioner'> & {
  readonly name: readonly HumanName[];
  readonly qualification?: readonly { readonly code: Concept }[] | undefined;
};
export type Organization = Resource<'Organization'> & {
  readonly active: true;
  readonly name: string;
  readonly address?: readonly { readonly text: string }[] | undefined;
};
export type RelatedPerson = Resource<'RelatedPerson'> & {
  readonly active: true;
  readonly patient: Reference;
  readonly relationship: readonly Concept[];
  readonly name?: readonly HumanName[] | undefined;
  readonly telecom?: readonly ContactPoint[] | undefined;
};
export type Device = Resource<'Device'> & {
  readonly status: 'active';
  readonly manufacturer: string;
  readonly modelNumber: string;
};
export type Encounter = Resource<'Encounter'> & {
  readonly status: 'in-progress' | 'finished';
  readonly statusHistory: readonly {
    readonly extension: readonly Extension[];
    readonly status: 'arrived' | 'in-progress' | 'finished';
    readonly period: Period;
  }[];
  readonly class: Coding;
  readonly type: readonly Concept[];
  readonly subject: Reference;
  readonly participant: readonly { readonly individual: Reference; readonly period: Period }[];
  readonly period: Period;
  readonly serviceProvider?: Reference | undefined;
};
export type Appointment = Resource<'Appointment'> & {
  readonly status: 'proposed';
  readonly description: string;
  readonly requestedPeriod: readonly Period[];
  readonly created: string;
  readonly comment: string;
  readonly participant: readonly {
    readonly actor: Reference;
    readonly required: 'required';
    readonly status: 'accepted' | 'needs-action';
  }[];
};

export type ObservationValue = {
  readonly valueQuantity?: Quantity | undefined;
  readonly valueInteger?: number | undefined;
  readonly valueBoolean?: boolean | undefined;
  readonly valueString?: string | undefined;
  readonly valueCodeableConcept?: Concept | undefined;
  readonly dataAbsentReason?: Concept | undefined;
};
export type ObservationStatus = 'preliminary' | 'final' | 'corrected' | 'cancelled' | 'entered-in-error';
export type Observation = Resource<'Observation'> &
  ObservationValue & {
    readonly status: ObservationStatus;
    readonly category: readonly Concept[];
    readonly code: Concept;
    readonly subject: Reference;
    readonly encounter: Reference;
    readonly effectiveDateTime?: string | undefined;
    readonly effectivePeriod?: Period | undefined;
    /** When it was recorded. */
    readonly issued: string;
    readonly performer: readonly Reference[];
    readonly note?: readonly Annotation[] | undefined;
    readonly device?: Reference | undefined;
    readonly derivedFrom?: readonly Reference[] | undefined;
    readonly component?: readonly ({ readonly code: Concept } & ObservationValue)[] | undefined;
  };

export type Medication = Resource<'Medication'> & {
  readonly code: Concept;
  readonly form: Concept;
  readonly ingredient: readonly {
    readonly itemCodeableConcept: Concept;
    readonly strength: { readonly numerator: Quantity; readonly denominator: Quantity };
  }[];
  readonly batch: { readonly lotNumber: string };
};
export type MedicationRequest = Resource<'MedicationRequest'> & {
  readonly status: 'completed' | 'unknown';
  readonly intent: 'order';
  readonly reportedBoolean: true;
  readonly medicationCodeableConcept: Concept;
  readonly subject: Reference;
  readonly encounter: Reference;
  readonly requester: Reference;
  readonly dosageInstruction: readonly { readonly text: string; readonly route: Concept }[];
};
export type MedicationAdministration = Resource<'MedicationAdministration'> & {
  readonly status: 'in-progress' | 'completed' | 'not-done';
  readonly statusReason?: readonly Concept[] | undefined;
  readonly medicationReference?: Reference | undefined;
  readonly medicationCodeableConcept?: Concept | undefined;
  readonly subject: Reference;
  readonly context: Reference;
  readonly effectiveDateTime?: string | undefined;
  readonly effectivePeriod?: Period | undefined;
  readonly performer?: readonly { readonly function: Concept; readonly actor: Reference }[] | undefined;
  readonly request?: Reference | undefined;
  readonly note?: readonly Annotation[] | undefined;
  readonly dosage?: { readonly text: string; readonly route: Concept; readonly dose: Quantity } | undefined;
};
export type AdverseEvent = Omit<Resource<'AdverseEvent'>, 'identifier'> & {
  readonly actuality: 'actual';
  readonly event: Concept;
  readonly subject: Reference;
  readonly encounter: Reference;
  readonly date: string;
  readonly recordedDate: string;
  readonly seriousness: Concept;
  readonly severity: Concept;
  readonly recorder: Reference;
};

type Answer = {
  readonly valueBoolean?: boolean | undefined;
  readonly valueInteger?: number | undefined;
  readonly valueString?: string | undefined;
  readonly valueQuantity?: Quantity | undefined;
  readonly item?: readonly QuestionnaireItem[] | undefined;
};
export type QuestionnaireItem = {
  readonly linkId: string;
  readonly text: string;
  readonly item?: readonly QuestionnaireItem[] | undefined;
  readonly answer?: readonly Answer[] | undefined;
};
export type QuestionnaireResponse = Omit<Resource<'QuestionnaireResponse'>, 'identifier'> & {
  readonly identifier?: Identifier | undefined;
  readonly questionnaire: string;
  readonly status: 'completed';
  readonly subject: Reference;
  readonly encounter: Reference;
  readonly authored: string;
  readonly author: Reference;
  readonly source: Reference;
  readonly item: readonly QuestionnaireItem[];
};

export type Provenance = Omit<Resource<'Provenance'>, 'identifier'> & {
  readonly target: readonly Reference[];
  readonly recorded: string;
  readonly agent: readonly { readonly type: Concept; readonly who: Reference }[];
  readonly entity: readonly { readonly role: 'source'; readonly what: Reference }[];
  readonly signature: readonly {
    readonly extension: readonly Extension[];
    readonly type: readonly Coding[];
    readonly when: string;
    readonly who: Reference;
    readonly sigFormat: string;
    readonly data: string;
  }[];
};
export type DocumentReference = Resource<'DocumentReference'> & {
  readonly status: 'current';
  readonly docStatus: 'final' | 'amended';
  readonly type: Concept;
  readonly category: readonly Concept[];
  readonly subject: Reference;
  readonly date: string;
  readonly author: readonly Reference[];
  readonly custodian?: Reference | undefined;
  readonly content: readonly {
    readonly attachment: {
      readonly contentType: 'application/pdf';
      readonly language: 'en';
      readonly data: string;
      readonly size: number;
      readonly hash: string;
      readonly title: string;
      readonly creation: string;
    };
  }[];
  readonly context: { readonly encounter: readonly Reference[]; readonly period: Period };
};
export type CompositionSection = {
  readonly title: string;
  readonly code?: Concept | undefined;
  readonly text: Narrative;
  readonly entry?: readonly Reference[] | undefined;
};
export type Composition = Omit<Resource<'Composition'>, 'identifier'> & {
  readonly identifier: Identifier;
  readonly language: 'en';
  readonly text: Narrative;
  readonly status: 'final' | 'amended';
  readonly type: Concept;
  readonly subject: Reference;
  readonly encounter: Reference;
  readonly date: string;
  readonly author: readonly Reference[];
  readonly title: string;
  readonly attester: readonly {
    readonly mode: 'legal' | 'professional';
    readonly time: string;
    readonly party: Reference;
  }[];
  readonly custodian?: Reference | undefined;
  readonly event: readonly { readonly period: Period }[];
  readonly section: readonly CompositionSection[];
};

export type FhirResource =
  | Patient
  | Practitioner
  | Organization
  | RelatedPerson
  | Device
  | Encounter
  | Appointment
  | Observation
  | Medication
  | MedicationRequest
  | MedicationAdministration
  | AdverseEvent
  | QuestionnaireResponse
  | Provenance
  | DocumentReference
  | Composition;

export type Bundle = {
  readonly resourceType: 'Bundle';
  readonly id: string;
  readonly language: 'en';
  readonly identifier: Identifier;
  readonly type: 'document' | 'collection';
  readonly timestamp: string;
  readonly entry: readonly { readonly fullUrl: string; readonly resource: FhirResource }[];
};
