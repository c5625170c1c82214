import type { SectionId } from '../document.ts';
import { nameWithCredential, recordTitle, statedTime } from '../record-view.ts';
import { isRedacted } from '../redaction.ts';
import { shortCode } from '../signing.ts';
import { meaningNames } from '../wording.ts';
import { codes, own } from './codes.ts';
import { sessionPeriod } from './encounter.ts';
import { type FhirContext, ownIdentifier, referenceTo } from './fhir-context.ts';
import { narrative, narrativeContent, narrativeParagraph } from './narrative.ts';
import { organizationReference, signerReference } from './people.ts';
import type { Composition, CompositionSection, FhirResource } from './resources.ts';

/** The note itself: its sixteen sections in words, each with the resources that say the same to a machine. */
export function compositionResource(
  context: FhirContext,
  entries: Partial<Record<SectionId, readonly FhirResource[]>>,
): Composition {
  const { document, recordSha256, signature, addenda, countersignatures } = context.content;
  const { header } = document;
  const last = addenda.at(-1);
  return {
    resourceType: 'Composition',
    id: context.idOf('composition'),
    language: 'en',
    identifier: ownIdentifier('record', recordSha256),
    text: narrative([
      ...(header.rehearsal ? [narrativeParagraph('REHEARSAL: no patient, no medicine')] : []),
      narrativeParagraph(
        `${recordTitle(document)}. ${header.patient.name}, born ${header.patient.dateOfBirth}. ${header.clinic.name}`,
      ),
    ]),
    status: addenda.length === 0 ? 'final' : 'amended',
    type: codes.progressNote,
    subject: context.patient,
    encounter: context.encounter,
    date: last?.at ?? signature.signedAt,
    author: [context.therapist],
    title: header.rehearsal ? `REHEARSAL: ${recordTitle(document)}` : recordTitle(document),
    attester: [
      {
        mode: signature.meaning === 'author' ? 'legal' : 'professional',
        time: signature.signedAt,
        party: signerReference(signature),
      },
      ...countersignatures.map((second) => ({
        mode: 'professional' as const,
        time: second.signedAt,
        party: signerReference(second),
      })),
    ],
    custodian: organizationReference(context),
    event: [{ period: sessionPeriod(context) }],
    section: [
      ...leftOutSection(context),
      ...gapSection(context),
      ...document.sections.map(
        (section): CompositionSection => ({
          title: `${section.number}. ${section.title}`,
          code: own('section', section.id, section.title),
          text: narrative([
            ...section.content.map((content) => narrativeContent(document, content)),
            ...(section.id === 'signature' ? [signatureWords(context)] : []),
          ]),
          entry: entries[section.id]?.map((resource) => referenceTo(resource.id)),
        }),
      ),
      ...addendaSection(context),
    ],
  };
}

function leftOutSection({ content }: FhirContext): CompositionSection[] {
  if (!isRedacted(content.redaction)) return [];
  return [{ title: 'Redacted copy: what is left out', text: narrative(content.leftOut.map(narrativeParagraph)) }];
}

function gapSection({ content }: FhirContext): CompositionSection[] {
  const { gaps } = content.document;
  if (gaps.length === 0) return [];
  return [{ title: 'What this record lacks', text: narrative(gaps.map((gap) => narrativeParagraph(gap.sentence))) }];
}

function signatureWords({ content }: FhirContext): string {
  const { signature, recordSha256 } = content;
  return narrativeParagraph(
    `${nameWithCredential(signature)}, signed as ${meaningNames[signature.meaning]}, ${statedTime(signature.signedAt)}. Record ${shortCode(recordSha256)}, SHA-256 ${recordSha256}.`,
  );
}

function addendaSection({ content }: FhirContext): CompositionSection[] {
  if (content.addenda.length === 0) return [];
  return [
    {
      title: 'Addenda',
      text: narrative(
        content.addenda.flatMap((addendum, index) => [
          narrativeParagraph(`Addendum ${index + 1}, ${nameWithCredential(addendum)}, ${statedTime(addendum.at)}`),
          narrativeParagraph(addendum.text),
        ]),
      ),
    },
  ];
}
