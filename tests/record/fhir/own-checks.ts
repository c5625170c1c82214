import type { Json } from './validators.ts';

/** What none of the validators looks at, and what US Core asks of vital signs, written down from their pages. */
export function ownFindings(bundle: Json): string[] {
  const entries = list(bundle.entry);
  const resources = entries.map((entry) => object(entry.resource));
  return [
    ...wholeFindings(bundle, entries),
    ...referenceFindings(entries, resources),
    ...[bundle, ...resources].flatMap((resource) => everywhere(resource)),
    ...resources.flatMap((resource) => vitalSignFindings(resource)),
  ];
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Rules of the bundle itself (bdl-7 to bdl-11 of R4). */
function wholeFindings(bundle: Json, entries: readonly Json[]): string[] {
  const urls = entries.map((entry) => String(entry.fullUrl));
  const first = object(entries[0]?.resource).resourceType;
  return [
    ...(new Set(urls).size === urls.length ? [] : ['two entries have one address']),
    ...entries.flatMap(({ fullUrl, resource }) =>
      fullUrl === `urn:uuid:${object(resource).id}` ? [] : [`${fullUrl} is not the address of its resource`],
    ),
    ...(first === 'Composition' ? [] : [`the first resource is ${first}`]),
    ...(typeof bundle.timestamp === 'string' ? [] : ['the bundle has no time']),
    ...(typeof object(bundle.identifier).value === 'string' ? [] : ['the bundle has no identifier']),
  ];
}

function referenceFindings(entries: readonly Json[], resources: readonly Json[]): string[] {
  const there = new Set(entries.map((entry) => entry.fullUrl));
  const named = resources.flatMap((resource) => references(resource));
  const meant = new Set([...named, ...entries.slice(0, 1).map((entry) => entry.fullUrl)]);
  const leads = resources
    .filter(({ resourceType }) => resourceType !== 'Provenance')
    .filter(({ id }) => !meant.has(`urn:uuid:${id}`));
  return [
    ...named.filter((reference) => !there.has(reference)).map((reference) => `${reference} is not in the bundle`),
    ...leads.map(({ resourceType, id }) => `nothing speaks of ${resourceType} ${id}`),
  ];
}

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'reference' && typeof member === 'string' ? [member] : references(member),
  );
}

/** Elements of which only one form may be there, and that exist in no resource under another meaning. */
const choices = ['value', 'effective', 'medication', 'onset', 'deceased', 'multipleBirth', 'occurrence'];

function everywhere(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [`${path} is empty`] : [];
  if (Array.isArray(value)) {
    return value.length === 0 ? [`${path} is empty`] : value.flatMap((item, at) => everywhere(item, `${path}[${at}]`));
  }
  if (typeof value !== 'object' || value === null) return value === null ? [`${path} is null`] : [];
  const members = object(value);
  const keys = Object.keys(members);
  const twice = choices.filter((choice) => keys.filter((key) => isFormOf(choice, key)).length > 1);
  const valued = keys.some((key) => isFormOf('value', key));
  const { start, end } = members;
  return [
    ...twice.map((choice) => `${path} has two forms of ${choice}[x]`),
    ...(valued && 'dataAbsentReason' in members ? [`${path} has a value and the reason for none`] : []),
    ...(typeof start === 'string' && typeof end === 'string' && Date.parse(end) < Date.parse(start)
      ? [`${path} ends before it begins`]
      : []),
    ...(typeof members.div === 'string' ? xhtmlFindings(members.div) : []),
    ...keys.flatMap((key) => everywhere(members[key], `${path}.${key}`)),
  ];
}

function isFormOf(choice: string, key: string): boolean {
  return key.startsWith(choice) && /^[A-Z]/.test(key.slice(choice.length));
}

const elements = new Set('div p ul li b i br blockquote table caption thead tbody tr th td'.split(' '));

/** A narrative may hold a few elements of XHTML, well formed, and nothing that loads or runs (txt-1 of R4). */
function xhtmlFindings(div: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  if (!div.startsWith('<div xmlns="http://www.w3.org/1999/xhtml">')) found.push('a narrative is not XHTML');
  const inside = div.replace('<div xmlns="http://www.w3.org/1999/xhtml">', '<div>');
  for (const [tag] of inside.matchAll(/<[^>]*>?/g)) {
    const [, closing, name = '', rest] = /^<(\/?)([a-z]+)(.*)>$/s.exec(tag) ?? [];
    if (!elements.has(name)) found.push(`${tag} has no place in a narrative`);
    else if (rest !== '' && tag !== '<br/>') found.push(`${tag} has attributes`);
    else if (closing === '/' && open.pop() !== name) found.push(`${tag} closes what is not open`);
    else if (closing === '' && tag !== '<br/>') open.push(name);
  }
  if (open.length > 0) found.push(`a narrative leaves ${open.join(', ')} open`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for them.
  if (/&(?!(?:amp|lt|gt|quot|#39);)|[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(inside)) {
    found.push('a narrative holds what XML does not know');
  }
  return found;
}

const vitalSigns = new Map([
  ['us-core-blood-pressure', { codes: ['85354-9'], components: ['8480-6', '8462-4'], unit: 'mm[Hg]' }],
  [
    'us-core-average-blood-pressure',
    { codes: ['96607-7'], components: ['96608-5', '96609-3', '246432004'], unit: 'mm[Hg]' },
  ],
  ['us-core-heart-rate', { codes: ['8867-4'], components: [], unit: '/min' }],
  ['us-core-pulse-oximetry', { codes: ['59408-5', '2708-6'], components: [], unit: '%' }],
  ['us-core-respiratory-rate', { codes: ['9279-1'], components: [], unit: '/min' }],
]);

/** US Core 7, the profiles of the vital signs that a record has. */
function vitalSignFindings(resource: Json): string[] {
  const [profile] = Array.isArray(object(resource.meta).profile) ? (object(resource.meta).profile as string[]) : [];
  if (profile === undefined) return [];
  const name = profile.replace('http://hl7.org/fhir/us/core/StructureDefinition/', '');
  const wanted = vitalSigns.get(name);
  if (wanted === undefined) return [`${profile} is not known`];
  const codesOf = (concept: unknown) => list(object(concept).coding).map(({ code }) => String(code));
  const components = list(resource.component);
  const numbers = (wanted.components.length === 0 ? [resource] : components).filter(
    (one) => !codesOf(one.code).includes('246432004'),
  );
  const wrong = (fault: boolean, sentence: string) => (fault ? [`${name} ${resource.id}: ${sentence}`] : []);
  return [
    ...wrong(!list(resource.category).some((one) => codesOf(one).includes('vital-signs')), 'no vital-signs'),
    ...wrong(wanted.codes.join() !== codesOf(resource.code).join(), 'another code'),
    ...wrong(wanted.components.join() !== components.flatMap((one) => codesOf(one.code)).join(), 'other components'),
    ...wrong(wanted.components.length > 0 && 'valueQuantity' in resource, 'a value beside its components'),
    ...wrong(
      !numbers.every((one) => isMeasured(one, wanted.unit)),
      'neither a value in its unit nor why there is none',
    ),
    ...wrong(name.includes('average') && !('effectivePeriod' in resource), 'no period'),
    ...wrong(!('effectivePeriod' in resource || 'effectiveDateTime' in resource), 'no time'),
    ...wrong(!('reference' in object(resource.subject)), 'of nobody'),
  ];
}

function isMeasured(one: Json, unit: string): boolean {
  const quantity = object(one.valueQuantity);
  if (!('valueQuantity' in one)) return list(object(one.dataAbsentReason).coding).length === 1;
  return (
    quantity.system === 'http://unitsofmeasure.org' && quantity.code === unit && typeof quantity.value === 'number'
  );
}
