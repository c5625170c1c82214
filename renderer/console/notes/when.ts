import { noteWords } from '../words/note-words.ts';

/** How long ago something may be said to have been by one touch. Minutes. */
export const minutesAgoChoices = [1, 2, 5, 10] as const;

/** When something that is entered now happened: at the opening of the form, or minutes before it. */
export const whenOptions = [
  { value: '0', label: noteWords.now },
  ...minutesAgoChoices.map((minutes) => ({ value: String(minutes), label: noteWords.ago(minutes) })),
];

/** The furthest back that an entry may lie. Minutes. */
const furthestMinutes = 240;

/**
 * How many minutes before now something happened that is dated from the opening of its form, less the chosen minutes.
 * Never negative and never further back than an entry may lie.
 */
export function minutesBefore(
  now: { readonly elapsedMs: number },
  openedAt: { readonly elapsedMs: number },
  chosenMinutes: string | null,
): number {
  const sinceOpening = Math.max(0, now.elapsedMs - openedAt.elapsedMs) / 60_000;
  return Math.min(furthestMinutes, sinceOpening + Number(chosenMinutes ?? 0));
}
