/** When something that is entered now happened: at the opening of the form, or minutes before it. */
export const whenOptions = [
  { value: '0', label: 'Now' },
  { value: '1', label: '1 min ago' },
  { value: '2', label: '2 min ago' },
  { value: '5', label: '5 min ago' },
  { value: '10', label: '10 min ago' },
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
