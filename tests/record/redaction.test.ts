import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordFiles } from '../../electron/records/record-files.ts';
import { contentJson, exportContent } from '../../shared/record/export-content.ts';
import { exportFormats } from '../../shared/record/export-format.ts';
import { nameInText } from '../../shared/record/name-in-text.ts';
import { nothingRedacted, type Redaction } from '../../shared/record/redaction.ts';
import { buildSignedRecord, type SignedRecord } from '../../shared/record/signed-record.ts';
import { textFields } from '../../shared/record/text-fields.ts';
import { bodySchemas, type SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { generatedJournal, typedText } from './generated-journal.ts';
import { journeyNote, processWords, sampleNames, samples } from './journal-samples.ts';
import { JournalScript } from './journal-script.ts';
import { addAddendum, signJournal } from './sign-journal.ts';

const withoutName: Redaction = { withoutName: true, withoutFreeText: false };
const withoutFreeText: Redaction = { withoutName: false, withoutFreeText: true };
const withoutBoth: Redaction = { withoutName: true, withoutFreeText: true };

const recordOf = (events: readonly SessionEvent[]) => buildSignedRecord(replay(signJournal(events)));

/** A sample where the patient's name is spoken of in notes and an addendum as well. */
function named(name: (typeof sampleNames)[number]): SignedRecord {
  const script = JournalScript.continuing(samples[name](), 50_000);
  script.note(
    300,
    'Maren cried; “Maren Okafor,” she said, “that is me”. Her brother OKAFOR came. Tobias waited.',
    {},
    0,
  );
  script.note(301, processWords, { stream: 'process' });
  return buildSignedRecord(replay(addAddendum(signJournal(script.events), 'Called Maren Okafor: well.')));
}

/** Every byte of a copy in every form. The printed page is its HTML here; what PDF makes of it is looked at elsewhere. */
async function bytesOf(record: SignedRecord, redaction: Redaction): Promise<Buffer> {
  const printPage = async (html: string) => new TextEncoder().encode(`%PDF-1.4\n${html}`);
  const pieces: Uint8Array[] = [];
  for await (const made of recordFiles(record, { formats: exportFormats, redaction }, { printPage, fontCss: '' })) {
    if (!made.ok) throw new Error(made.problem.code);
    pieces.push(made.value.bytes);
  }
  return Buffer.concat(pieces);
}

/** What a word may stand as: UTF-8, UTF-16, and base64 in each of its three alignments. */
function shapesOf(word: string): Buffer[] {
  const core = (shift: number) => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)])
      .toString('base64')
      .replace(/=+$/, '');
    return Buffer.from(text.slice(shift === 0 ? 0 : shift + 1, (word.length + shift) % 3 === 0 ? undefined : -1));
  };
  return [Buffer.from(word), Buffer.from(word, 'utf16le'), core(0), core(1), core(2)];
}

function expectAbsent(bytes: Buffer, words: readonly string[]): void {
  for (const word of words) for (const shape of shapesOf(word)) expect(bytes.includes(shape), word).toBe(false);
}

const patientWords = ['Maren', 'Tobias', 'Okafor', 'OKAFOR', '+1 555 0142', '1984-03-09'];

describe.each(sampleNames)('copies of “%s”', (name) => {
  test('without the name have it in no byte, and say what is left out', async () => {
    const bytes = await bytesOf(named(name), withoutName);
    expectAbsent(bytes, [...patientWords, processWords]);
    expect(bytes.includes('The patient’s name, telephone number and emergency contact')).toBe(true);
    expect(bytes.includes('cried; “[name left out],” she said')).toBe(true);
  });

  test('without free text have none of it in any byte', async () => {
    const record = named(name);
    const bytes = await bytesOf(record, withoutFreeText);
    expectAbsent(bytes, [
      'cried',
      'that is me',
      journeyNote,
      processWords,
      'Pressure above the limits in three blocks',
    ]);
    // The facts stay.
    expect(bytes.includes('Maren Okafor')).toBe(true);
    expect(bytes.includes('What was typed freely')).toBe(true);
    for (const reading of record.record.document.readings) expect(bytes.includes(reading.readingId)).toBe(true);
  });

  test('without both have neither', async () => {
    expectAbsent(await bytesOf(named(name), withoutBoth), [...patientWords, 'cried', journeyNote, processWords]);
  });

  test('with everything have the name, and never the process notes', async () => {
    const bytes = await bytesOf(named(name), nothingRedacted);
    expect(bytes.includes('Maren Okafor')).toBe(true);
    expectAbsent(bytes, [processWords]);
  });
});

test('whatever was typed: free text leaves whole, readings and doses stay as they were', () => {
  fc.assert(
    fc.property(generatedJournal, (events) => {
      const record = recordOf(events);
      const { document } = exportContent(record, withoutBoth);
      const whole = record.record.document;
      const numbers = (of: typeof whole) => [
        of.readings.map((row) => [row.readingId, row.systolicMmHg, row.diastolicMmHg, row.time.iso, row.status]),
        of.doses.map((row) => [row.doseMg, row.placed.iso, row.hold?.ended.iso]),
        of.phases,
        of.timeline.length,
      ];
      expect(numbers(document)).toEqual(numbers(whole));
      const typed = events.flatMap(({ body }) =>
        body.type === 'note-recorded' && body.text.length > 12 ? [body.text] : [],
      );
      const text = contentJson(record, exportContent(record, withoutBoth));
      for (const one of typed) expect(text).not.toContain(JSON.stringify(one).slice(1, -1));
    }),
    { numRuns: 25 },
  );
});

test.each([
  'Ilse Brandt, +49 151 1',
  'Ilse Brandt (sister) 0151',
  'Ilse Brandt 0151 22',
  'sister: Ilse Brandt',
  'sister, Ilse Brandt',
  '(Sister) Ilse Brandt',
  '+49 555 010, Ilse Brandt',
  'Ilse Brandt – sister',
])('an emergency contact who is nobody else goes from what was typed: %s', async (emergencyContact) => {
  const [opened, ...rest] = samples.calm();
  if (opened?.body.type !== 'session-opened') throw new Error('not opened');
  const patient = { ...opened.body.patient, emergencyContact };
  const script = JournalScript.continuing([{ ...opened, body: { ...opened.body, patient } }, ...rest], 50_000);
  script.note(300, 'Asked for Ilse; Brandt was called, her sister.', {}, 0);
  const bytes = await bytesOf(recordOf(script.events), withoutName);
  expectAbsent(bytes, ['Ilse', 'Brandt']);
  expect(bytes.includes('her sister')).toBe(true);
});

test('every text that an event can hold has been thought of', () => {
  // Ids, codes and times are no words of anybody; whoever adds a text field names its kind in text-fields.ts.
  const open = (schema: unknown, path: string): string[] => {
    const def = (schema as { _zod?: { def?: Record<string, unknown> } })._zod?.def ?? {};
    switch (def.type) {
      case 'object':
        return Object.entries(def.shape as object).flatMap(([key, member]) =>
          open(member, path === '' ? key : `${path}.${key}`),
        );
      case 'array':
        return open(def.element, path);
      case 'nullable':
      case 'optional':
        return open(def.innerType, path);
      case 'union':
        return (def.options as unknown[]).flatMap((option) => open(option, path));
      case 'string':
        return [path];
      default:
        return [];
    }
  };
  const unnamed = Object.entries(bodySchemas).flatMap(([type, schema]) => {
    const kinds = textFields[type as keyof typeof textFields];
    return (
      open(schema, '')
        // A protocol is the clinic's; a corrected body has the kinds of its own type.
        .filter((path) => !(path in kinds || /^protocol\.|^body\.|(?:[iI]d|Hex|Sha256)$/.test(path)))
        .map((path) => `${type} ${path}`)
    );
  });
  // What a monitor says, a code, a time, a hash.
  expect(unnamed).toEqual([
    'reading-recorded reading.source.model',
    'reading-recorded reading.source.monitorTime',
    'integration-booked at',
    'reading-set-aside setAside.monitorTime',
    'measurement-failed code',
    'alert-raised cause',
    'exported files.sha256',
  ]);
});

describe('a name in a text', () => {
  const left = (name: string, text: string, which: 'whole' | 'parts' = 'parts') =>
    nameInText(name)(text, '[X]', which).text;

  test.each([
    ['Maren Okafor', 'Maren said so', '[X] said so'],
    ['Maren Okafor', 'maren okafor said so', '[X] said so'],
    ['Maren Okafor', 'Maren  \n Okafor', '[X]'],
    ['Maren Okafor', 'the marengo', 'the marengo'],
    ['Zoë Müller-Lüdenscheidt', 'Zoe, ZOË and Frau Muller-Ludenscheidt', '[X], [X] and Frau [X]'],
    ['Zoë Müller-Lüdenscheidt', 'Lüdenscheidt', '[X]'],
    ['Zoe\u0308 M', 'Zo\u00eb', '[X]'],
    ['A. Morgan', 'A walk with Morgan', 'A walk with [X]'],
    ['李 明', '李明来了', '[X]来了'],
    ['(*+', 'a (*+ b', 'a [X] b'],
  ])('%j in %j', (name, text, expected) => {
    expect(left(name, text)).toBe(expected);
  });

  test('of those who treat only the whole name goes', () => {
    expect(left('Maren Okafor', 'Dr Maren Lindqvist', 'whole')).toBe('Dr Maren Lindqvist');
  });

  test('whatever the name: what is left never holds it', () => {
    fc.assert(
      fc.property(typedText, typedText, typedText, (name, before, after) => {
        const text = nameInText(name)(`${before} ${name} ${after}`, '[left out]', 'parts').text;
        const letters = [...name].filter((character) => /[\p{L}\p{N}]/u.test(character)).length;
        if (letters >= 4) expect(text.includes(name) && !'[left out]'.includes(name)).toBe(false);
      }),
    );
  });
});
