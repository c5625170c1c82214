import { sha1 } from '@noble/hashes/legacy.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { base64 } from '../base64.ts';
import { recordTitle } from '../record-view.ts';
import type { Countersignature, RecordSignature, SignedAddendum } from '../signed-record.ts';
import { shortCode } from '../signing.ts';
import { codes, hl7, ownSystem } from './codes.ts';
import { sessionPeriod } from './encounter.ts';
import { type FhirContext, ownIdentifier, referenceTo } from './fhir-context.ts';
import { organizationReference, signerReference } from './people.ts';
import type { Coding, DocumentReference, Provenance } from './resources.ts';

/** Kinds of signatures as ASTM E1762 names them. */
const signatureKinds = {
  author: { code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" },
  reviewer: { code: '1.2.840.10065.1.12.1.13', display: 'Review Signature' },
  supervisor: { code: '1.2.840.10065.1.12.1.5', display: 'Verification Signature' },
  addendum: { code: '1.2.840.10065.1.12.1.15', display: 'Addendum Signature' },
} as const;

function signatureKind(kind: keyof typeof signatureKinds): Coding {
  return { system: 'urn:iso-astm:E1762-95:2013', ...signatureKinds[kind] };
}

/** The record's signature, each addendum's and each second signer's. They are over Vigil's own record, which `entity` names by its hash. */
export function provenanceResources(context: FhirContext): Provenance[] {
  const { signature, addenda, countersignatures } = context.content;
  return [
    provenance(context, 'signature', signature, signature.meaning, signature.signedAt),
    ...addenda.map((addendum, index) => provenance(context, `addendum|${index}`, addendum, 'addendum', addendum.at)),
    ...countersignatures.map((second, index) =>
      provenance(context, `countersignature|${index}`, second, second.meaning, second.signedAt),
    ),
  ];
}

function provenance(
  context: FhirContext,
  name: string,
  signed: RecordSignature | SignedAddendum | Countersignature,
  kind: keyof typeof signatureKinds,
  when: string,
): Provenance {
  const { recordSha256 } = context.content;
  const who = signerReference(signed);
  const isAuthor = kind === 'author' || kind === 'addendum';
  return {
    resourceType: 'Provenance',
    id: context.idOf(name),
    target: [referenceTo(context.idOf('composition'))],
    recorded: when,
    agent: [
      {
        type: isAuthor
          ? hl7('provenance-participant-type', 'author', 'Author')
          : hl7('provenance-participant-type', 'verifier', 'Verifier'),
        who,
      },
    ],
    entity: [
      {
        role: 'source',
        what: {
          identifier: ownIdentifier('record', recordSha256),
          display: `Record ${shortCode(recordSha256)} of Vigil: the signature is over this, not over the FHIR resources`,
        },
      },
    ],
    signature: [
      {
        extension: [
          {
            url: `${ownSystem}/StructureDefinition/ed25519-public-key`,
            valueBase64Binary: base64(hexToBytes(signed.publicKeyHex)),
          },
        ],
        type: [signatureKind(kind)],
        when,
        who,
        sigFormat: 'application/octet-stream',
        data: base64(hexToBytes(signed.signatureHex)),
      },
    ],
  };
}

/** The printed record inside; what most charts take. */
export function pdfResources(context: FhirContext, pdf: Uint8Array | null): DocumentReference[] {
  if (pdf === null) return [];
  const { document, recordSha256, signature, addenda } = context.content;
  return [
    {
      resourceType: 'DocumentReference',
      id: context.idOf('pdf'),
      identifier: [ownIdentifier('record', recordSha256)],
      status: 'current',
      docStatus: addenda.length === 0 ? 'final' : 'amended',
      type: codes.progressNote,
      category: [
        {
          coding: [
            {
              system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
              code: 'clinical-note',
              display: 'Clinical Note',
            },
          ],
        },
      ],
      subject: context.patient,
      date: signature.signedAt,
      author: [context.therapist],
      custodian: organizationReference(context),
      content: [
        {
          attachment: {
            contentType: 'application/pdf',
            language: 'en',
            data: base64(pdf),
            size: pdf.length,
            // FHIR R4 asks for SHA-1 here; what protects the file is the manifest's SHA-256.
            hash: base64(sha1(pdf)),
            title: recordTitle(document),
            creation: signature.signedAt,
          },
        },
      ],
      context: { encounter: [context.encounter], period: sessionPeriod(context) },
    },
  ];
}
