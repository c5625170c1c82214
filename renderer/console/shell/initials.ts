/** A patient's initials for the session's top row: the full name stays on pre-check and print. A code stays as it is. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  if (parts.length < 2) return name.trim();
  return parts.map((part) => `${part.slice(0, 1).toLocaleUpperCase('en')}.`).join(' ');
}
