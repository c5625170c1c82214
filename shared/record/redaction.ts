import type { SessionEvent } from '../session/event.ts';
import { nameInText } from './name-in-text.ts';
import { type TextKind, textFields } from './text-fields.ts';

/** What a copy of a record leaves out. Both may be left out together. */
export type Redaction = { readonly withoutName: boolean; readonly withoutFreeText: boolean };

/** A copy that leaves nothing out. */
export const nothingRedacted: Redaction = { withoutName: false, withoutFreeText: false };

/** Stands where something was left out, so that a gap is never taken for a fact. */
export const leftOutMark = '[left out]';
export const nameMark = '[name left out]';

/** Events, and addenda's texts, without what is left out; and the count of what was. */
export type Redacted = {
  readonly events: readonly SessionEvent[];
  readonly addendumTexts: readonly string[];
  /** Texts that were left out whole. */
  readonly freeTexts: number;
  /** Places in texts that stay where the patient's or an escort's name stood. */
  readonly names: number;
};

/** Whether anything is left out. */
export function isRedacted({ withoutName, withoutFreeText }: Redaction): boolean {
  return withoutName || withoutFreeText;
}

/**
 * Leaves out at the source, before anything is drafted: what is drafted from these events cannot hold what is not in
 * them, in no remark, no row and no table.
 */
export function redactEvents(
  events: readonly SessionEvent[],
  addendumTexts: readonly string[],
  redaction: Redaction,
): Redacted {
  const finders = namesIn(events).map(nameInText);
  let freeTexts = 0;
  let names = 0;
  const withoutNames = (text: string, isStaff: boolean): string => {
    return finders.reduce((left, find) => {
      const found = find(left, nameMark, isStaff ? 'whole' : 'parts');
      names += found.places;
      return found.text;
    }, text);
  };
  const redactText = (text: string, kind: TextKind): string => {
    if (text === '') return text;
    if (kind === 'free' && redaction.withoutFreeText) {
      freeTexts += 1;
      return leftOutMark;
    }
    if (!redaction.withoutName) return text;
    if (kind === 'patient-name') return nameMark;
    if (kind === 'contact') return leftOutMark;
    // The year stays: an age is often what a receiver needs.
    if (kind === 'birth-date') return text.slice(0, 4);
    return withoutNames(text, kind === 'staff');
  };
  const left = events.map((event) => ({
    ...event,
    by: redactText(event.by, 'staff'),
    body: redactBody(event.body, redactText),
  }));
  const leftTexts = addendumTexts.map((text) => redactText(text, 'free'));
  return { events: left, addendumTexts: leftTexts, freeTexts, names };
}

/** Whose names are looked for in what was typed: the patient's, the emergency contact's, and those of the escorts ever named. */
function namesIn(events: readonly SessionEvent[]): string[] {
  const bodies = events.flatMap(({ body }) =>
    body.type === 'corrected' && body.body !== null ? [body, body.body] : [body],
  );
  const names = bodies.flatMap((body) => {
    if (body.type === 'session-opened') return [body.patient.name, ...contactNames(body.patient.emergencyContact)];
    return body.type === 'escort-recorded' || body.type === 'escort-verified' ? [body.name] : [];
  });
  return [...new Set(names)].filter((name) => name.trim() !== '');
}

const relations =
  /^(wife|husband|spouse|partner|mother|father|mom|mum|dad|parent|brother|sister|sibling|son|daughter|child|friend|neighbou?r|aunt|uncle|cousin|grand\w+|tel|phone|mobile|home|work|ext)\.?$/i;

/** The names in an emergency contact: what stands between numbers and marks, but for what only says who that is. */
function contactNames(contact: string): string[] {
  const pieces = contact.split(/[+\d,;:()/\u2013\u2014-]+/).map((piece) => piece.trim());
  return pieces.filter((piece) => /\p{L}{2}/u.test(piece) && !relations.test(piece));
}

type RedactText = (text: string, kind: TextKind) => string;

function redactBody(body: SessionEvent['body'], redactText: RedactText): SessionEvent['body'] {
  const redacted = redactTexts(body, '', textFields[body.type], redactText);
  if (redacted.type !== 'corrected' || redacted.body === null) return redacted;
  return { ...redacted, body: redactTexts(redacted.body, '', textFields[redacted.body.type], redactText) };
}

/** The value with every text of it that has a kind redacted; the rest, and its shape, as it was. */
function redactTexts<Value>(
  value: Value,
  path: string,
  kinds: Readonly<Record<string, TextKind>>,
  redactText: RedactText,
): Value {
  return mapped(value, path) as Value;

  function mapped(part: unknown, at: string): unknown {
    if (typeof part === 'string') {
      const kind = kinds[at];
      return kind === undefined ? part : redactText(part, kind);
    }
    if (Array.isArray(part)) return part.map((item) => mapped(item, at));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, member]) => [key, mapped(member, at === '' ? key : `${at}.${key}`)]),
    );
  }
}

/** What a copy leaves out, a sentence each, in the words that stand on every form of it. */
export function leftOutSentences(redaction: Redaction, redacted: Redacted): string[] {
  const times = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
  return [
    ...(redaction.withoutName
      ? [
          'The patient’s name, telephone number and emergency contact, and the day and month of birth.',
          'The escort’s name and telephone number.',
          ...(redacted.names === 0
            ? []
            : [`These names in what was typed: ${times(redacted.names, 'place', 'places')}.`]),
        ]
      : []),
    ...(redaction.withoutFreeText
      ? [
          `What was typed freely (notes, the record’s words, remarks, reasons, quotations, addenda): ${times(redacted.freeTexts, 'text', 'texts')}.`,
        ]
      : []),
    ...(isRedacted(redaction) ? ['The journal, which only the whole record has.'] : []),
  ];
}
