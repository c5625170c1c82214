/** The number that a field holds; null where it is empty or no finite number. A decimal comma counts as a point. */
export function numberFrom(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}
