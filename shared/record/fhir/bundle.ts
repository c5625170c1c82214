import type { SectionId } from '../document.ts';
import type { ExportContent } from '../export-content.ts';
import { answerResources } from './answers.ts';
import { compositionResource } from './composition.ts';
import { appointmentResources, encounterResource } from './encounter.ts';
import { type FhirContext, fhirContext } from './fhir-context.ts';
import { administrationResources, medicationResources, orderResources } from './medication.ts';
import { escortResources, organizationResources, patientResource, practitionerResources } from './people.ts';
import { blockResources, deviceResources, failedReadingResources, readingResources } from './pressure.ts';
import type { Bundle, FhirResource } from './resources.ts';
import { pdfResources, provenanceResources } from './signatures.ts';
import { adverseEventResources, recoveryResources, signResources } from './signs.ts';
import { wellFormedResource } from './well-formed.ts';

/** The resources of one copy: those that a section of the note speaks of, and those that only others refer to. */
function resourcesOf(context: FhirContext, pdf: Uint8Array | null) {
  const adverse = adverseEventResources(context);
  const encounter = encounterResource(context);
  const sections: Partial<Record<SectionId, readonly FhirResource[]>> = {
    session: [encounter],
    'pre-check': answerResources(context),
    medicine: [...orderResources(context), ...administrationResources(context)],
    'vital-signs': [
      ...readingResources(context),
      ...failedReadingResources(context),
      ...blockResources(context),
      ...signResources(context),
    ],
    'adverse-events': [...adverse.events, ...adverse.observations],
    return: recoveryResources(context),
    departure: escortResources(context),
    integration: appointmentResources(context),
    signature: pdfResources(context, pdf),
  };
  const others = [
    patientResource(context),
    ...practitionerResources(context),
    ...organizationResources(context),
    ...deviceResources(context),
    ...medicationResources(context),
    ...provenanceResources(context),
  ];
  return { sections, others };
}

/**
 * A record as a bundle of FHIR R4. `document`: for handing over, the note first and everything that it speaks of with
 * it. `collection`: the same resources for an archive. The same copy of the same record always gives the same bundle.
 * @param pdf the printed record of the same copy, which the bundle then holds; null leaves it out
 */
export function fhirBundle(content: ExportContent, type: Bundle['type'], pdf: Uint8Array | null): Bundle {
  const context = fhirContext(content);
  const { sections, others } = resourcesOf(context, pdf);
  const composition = compositionResource(context, sections);
  const resources: FhirResource[] = [composition, ...others, ...Object.values(sections).flat()];
  const id = context.idOf(type);
  return wellFormedResource({
    resourceType: 'Bundle',
    id,
    language: 'en',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
    type,
    timestamp: composition.date,
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  });
}

/** A bundle as a file: JSON and a line's end. */
export function fhirFileText(bundle: Bundle): string {
  return `${JSON.stringify(bundle, null, 1)}\n`;
}
