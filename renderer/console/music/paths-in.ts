/** The file paths written one a line; empty lines are passed over, a path named twice counts once. */
export function pathsIn(written: string): string[] {
  const lines = written.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
