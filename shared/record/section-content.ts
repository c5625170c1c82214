import type { BodyOf } from '../session/event.ts';
import type { PartId, RecordRow, SectionContent } from './document.ts';
import { type Entry, entriesOfType, type RecordContext } from './entries.ts';
import { recordTime } from './record-time.ts';

/** A paragraph of Vigil's own words. */
export function paragraph(text: string): SectionContent {
  return { kind: 'paragraph', text };
}

/** A line of label and value. */
export function row(label: string, value: string, remarks: readonly string[] = []): RecordRow {
  return { label, value, remarks };
}

/** Labels and values; nothing where there are none. */
export function rows(...items: readonly (RecordRow | null)[]): SectionContent[] {
  const present = items.filter((item) => item !== null);
  return present.length === 0 ? [] : [{ kind: 'rows', rows: present }];
}

/** A part of the data, as its table; nothing where it has no rows. */
export function part(id: PartId, data: readonly unknown[]): SectionContent[] {
  return data.length === 0 ? [] : [{ kind: 'part', part: id }];
}

/** What a careful note also has and Vigil does not ask for. */
export function notRecorded(items: string): SectionContent {
  return paragraph(`Not recorded: ${items}.`);
}

const wordTitles: Record<BodyOf<'words-added'>['section'], string> = {
  'interval-history': 'Since the last session',
  'peak-experience': 'Peak experience',
  interventions: 'Interventions',
  assessment: 'Assessment',
  plan: 'Plan',
  'adverse-events': 'Adverse events',
};

/** Everything that the therapist wrote for a section, in the order it was written. */
export function therapistWords(
  entries: readonly Entry[],
  section: BodyOf<'words-added'>['section'],
  context: RecordContext,
): SectionContent[] {
  return entriesOfType(entries, 'words-added')
    .filter(({ body }) => body.section === section)
    .map(({ entry, body }) => ({
      kind: 'words',
      said: `${wordTitles[section]}, by ${entry.event.by}, ${recordTime(context.reference, entry.event.recordedAt).clock}`,
      text: body.text,
    }));
}
