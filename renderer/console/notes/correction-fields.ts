import type { CorrectableBody } from '../../../shared/session/event.ts';

/** One value of an entry that a correction may change. `value` is what its field shows. */
export type CorrectionField = {
  /** Where it lies in the body: `reading.systolicMmHg`. */
  readonly path: string;
  readonly label: string;
  readonly kind: 'text' | 'number' | 'yes-no' | 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
};

/** Values that name or bind the entry, or that a monitor wrote: never changed by a correction. */
const fixedPaths = new Set([
  'type',
  'questionId',
  'doseId',
  'noteId',
  'adverseEventId',
  'tagId',
  'booster',
  'metFaceToFace',
  'monitorClockDifferenceMs',
  'observation.signal',
  'check.kind',
  'reading.readingId',
  'reading.flags',
  'reading.source',
]);

/** Numbers that may be left empty. */
const emptyAllowed = new Set(['moodBefore', 'reading.pulsePerMin']);

const choices: Readonly<Record<string, readonly string[]>> = {
  answer: ['yes', 'no'],
  place: ['couch', 'mattress', 'recliner'],
  outcome: ['spat', 'swallowed', 'partly-swallowed', 'vomited'],
  stream: ['record', 'process'],
  severity: ['mild', 'moderate', 'severe'],
  transport: ['escort-drives', 'public-transport-together', 'walking-together'],
  how: ['printed', 'read-out'],
  'observation.value': ['none', 'mild', 'moderate', 'severe'],
};

/** The fields of an entry in the order of its body. */
export function correctionFields(body: CorrectableBody): CorrectionField[] {
  return fieldsUnder(body, '');
}

function fieldsUnder(value: object, prefix: string): CorrectionField[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (fixedPaths.has(path)) return [];
    if (typeof inner === 'object' && inner !== null) return fieldsUnder(inner, path);
    return [fieldOf(path, key, inner)];
  });
}

function fieldOf(path: string, key: string, value: unknown): CorrectionField {
  const field = { path, label: inWords(key), options: [] };
  if (typeof value === 'boolean') return { ...field, kind: 'yes-no', value: value ? 'yes' : 'no' };
  if (typeof value === 'number' || value === null)
    return { ...field, kind: 'number', value: value === null ? '' : String(value) };
  const allowed = choices[path];
  if (allowed === undefined || typeof value !== 'string') return { ...field, kind: 'text', value: String(value) };
  return { ...field, kind: 'choice', options: allowed.map((word) => ({ value: word, label: inWords(word) })), value };
}

/** `systolicMmHg` → “Systolic mmHg”, `partly-swallowed` → “Partly swallowed”. */
function inWords(name: string): string {
  const spaced = name
    .replace(/MmHg$/, ' mmHg')
    .replace(/Mg$/, ' mg')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/**
 * The body with the fields' new values, of the same type and shape. Null where a number is not one.
 */
export function correctedBody(body: CorrectableBody, values: Readonly<Record<string, string>>): CorrectableBody | null {
  const wrong = correctionFields(body).some((field) => {
    const value = values[field.path];
    if (field.kind !== 'number' || value === undefined) return false;
    return value.trim() === '' ? !emptyAllowed.has(field.path) : !Number.isFinite(numberOf(value));
  });
  return wrong ? null : withValues(body, '', values);
}

function numberOf(text: string): number {
  return Number(text.trim().replace(',', '.'));
}

/** Replaces leaves by leaves of the same kind, so the shape, and with it the type, stays what it was. */
function withValues<Part extends object>(part: Part, prefix: string, values: Readonly<Record<string, string>>): Part {
  const entries = Object.entries(part).map(([key, inner]: [string, unknown]): [string, unknown] => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (fixedPaths.has(path)) return [key, inner];
    if (typeof inner === 'object' && inner !== null) return [key, withValues(inner, path, values)];
    const value = values[path];
    return [key, value === undefined ? inner : leafOf(inner, value)];
  });
  return Object.fromEntries(entries) as Part;
}

function leafOf(before: unknown, value: string): unknown {
  if (typeof before === 'boolean') return value === 'yes';
  if (typeof before === 'number' || before === null) return value.trim() === '' ? null : numberOf(value);
  return value;
}
