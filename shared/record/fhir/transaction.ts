import type { ExportContent } from '../export-content.ts';
import { fhirBundle } from './bundle.ts';
import { ownIdentifier } from './fhir-context.ts';
import type { Coding, FhirResource, Identifier } from './resources.ts';

/** A resource as it is sent: without an id, which the server gives, and known by an identifier or a tag. */
export type SentResource = {
  readonly resourceType: FhirResource['resourceType'];
  readonly identifier?: Identifier | readonly Identifier[] | undefined;
  readonly meta?: { readonly profile?: readonly string[]; readonly tag?: readonly Coding[] } | undefined;
};

/** A bundle that a server takes whole or not at all. */
export type Transaction = {
  readonly resourceType: 'Bundle';
  readonly type: 'transaction';
  readonly entry: readonly {
    readonly fullUrl: string;
    readonly resource: SentResource;
    readonly request:
      | { readonly method: 'POST'; readonly url: string; readonly ifNoneExist: string }
      | { readonly method: 'PUT'; readonly url: string };
  }[];
};

/**
 * A signed record as a transaction for a server (FHIR R4, 3.1.0.11). Every resource is created only if the server has none
 * with its identifier, so that sending the same once more changes nothing; a patient, a clinic or a therapist who is there
 * stays as they are there. The note and its page are the exception once something was signed after the record: they then take
 * the place of what was sent before, by the same identifier.
 *
 * The identifier is a system of our own with the bare UUID: some servers take every `urn:uuid:` of an entry for a reference,
 * and write the id that they gave in its place.
 * @param pdf the printed record, which goes along as a DocumentReference
 */
export function chartTransaction(content: ExportContent, pdf: Uint8Array): Transaction {
  const isAddedTo = content.addenda.length + content.countersignatures.length > 0;
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: fhirBundle(content, 'document', pdf).entry.map(({ fullUrl, resource }) => {
      const { resourceType } = resource;
      const { sent, search } = identified(resource, ownIdentifier('resource', resource.id));
      const changes = isAddedTo && (resourceType === 'Composition' || resourceType === 'DocumentReference');
      return {
        fullUrl,
        resource: sent,
        request: changes
          ? { method: 'PUT', url: `${resourceType}?${search}` }
          : { method: 'POST', url: resourceType, ifNoneExist: search },
      };
    }),
  };
}

/**
 * The resource with an identifier that no other resource has, and how a server finds it by that. What identifies it already
 * stays beside it: several resources of one reading have the same.
 */
function identified(resource: FhirResource, own: Identifier): { readonly sent: SentResource; readonly search: string } {
  const search = `identifier=${own.system}|${own.value}`;
  switch (resource.resourceType) {
    case 'Composition': {
      const { id: _, ...sent } = resource;
      return { sent, search: `identifier=${sent.identifier.system}|${sent.identifier.value}` };
    }
    case 'AdverseEvent':
    case 'Provenance': {
      // In FHIR R4 neither can be searched for by an identifier.
      const { id: _, meta, ...sent } = resource;
      const tag = [{ system: own.system, code: own.value }];
      return { sent: { ...sent, meta: { ...meta, tag } }, search: `_tag=${own.system}|${own.value}` };
    }
    case 'QuestionnaireResponse': {
      const { id: _, ...sent } = resource;
      return { sent: { ...sent, identifier: own }, search };
    }
    default: {
      const { id: _, ...sent } = resource;
      return { sent: { ...sent, identifier: [...(sent.identifier ?? []), own] }, search };
    }
  }
}

/** A transaction as it is sent. */
export function transactionText(transaction: Transaction): string {
  return JSON.stringify(transaction);
}
