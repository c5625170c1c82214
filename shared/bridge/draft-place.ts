import * as z from 'zod';

const instantSchema = z.strictObject({ elapsedMs: z.number(), wallMs: z.number(), utcOffsetMinutes: z.number() });

/** What a text note that is being written belongs to, kept beside its words so that nothing of it is lost in a crash. */
export const draftPlaceSchema = z.strictObject({
  tagId: z.string().max(80).nullable(),
  stream: z.enum(['record', 'process']),
  /** When its text was opened: that is the note's time. */
  openedAt: instantSchema,
  /** How long before that it happened. Minutes. */
  minutesAgo: z.number().min(0).max(240),
});
export type DraftPlace = z.infer<typeof draftPlaceSchema>;

const keptDraftSchema = z.strictObject({ text: z.string(), place: draftPlaceSchema.nullable() });
export type KeptDraft = z.infer<typeof keptDraftSchema>;

/** A draft as it is kept in its slot. */
export function writtenDraft(draft: KeptDraft): string {
  return draft.text === '' ? '' : JSON.stringify(draft);
}

/** The draft in a slot. What is not of this shape is the bare words of an older version. */
export function readDraft(slot: string): KeptDraft {
  if (slot === '') return { text: '', place: null };
  try {
    const kept = keptDraftSchema.safeParse(JSON.parse(slot));
    return kept.success ? kept.data : { text: slot, place: null };
  } catch (error) {
    if (error instanceof SyntaxError) return { text: slot, place: null };
    throw error;
  }
}
