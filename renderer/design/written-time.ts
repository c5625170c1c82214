/** How the parts of a date, or of a date and a time, are joined: `1984-05-23`, `2026-11-24T10:00`. */
const separators = ['-', '-', 'T', ':'];
const lengths = [4, 2, 2, 2, 2];

/**
 * A date or a date and time as somebody types it, brought into the form `1984-05-23` or `2026-11-24T10:00` as far as it
 * goes. Digits alone are enough; a separator after a single digit fills it up, so `1984-5-` becomes `1984-05-`.
 */
export function writtenTime(typed: string, kind: 'date' | 'datetime-local'): string {
  const groups = typed.split(/\D+/);
  const digits = groups
    .map((group, index) => (index < groups.length - 1 && group.length === 1 ? `0${group}` : group))
    .join('');
  const count = kind === 'date' ? 3 : 5;
  let rest = digits;
  let written = '';
  for (let part = 0; part < count && rest !== ''; part += 1) {
    const length = lengths[part] ?? 2;
    written += (part === 0 ? '' : (separators[part - 1] ?? '')) + rest.slice(0, length);
    rest = rest.slice(length);
  }
  return written;
}
