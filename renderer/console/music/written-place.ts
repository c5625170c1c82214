/** A place in a piece as somebody writes it: `1:30`, `1:02:05` or seconds alone. Milliseconds; null where it is none. */
export function writtenPlaceMs(written: string): number | null {
  const text = written.trim().replace(',', '.');
  if (!/^(\d{1,3}:){0,2}\d{1,4}(\.\d{1,3})?$/.test(text)) return null;
  const parts = text.split(':').map(Number);
  // Only what comes first may go beyond a minute.
  if (parts.slice(1).some((part) => part >= 60)) return null;
  return Math.round(parts.reduce((sum, part) => sum * 60 + part, 0) * 1000);
}
