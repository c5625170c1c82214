import { readFileSync, writeFileSync } from 'node:fs';

/** How far an earlier start of the rehearsal was ahead of the machine's clock; 0 where none was kept. Milliseconds. */
export function keptOffset(path: string): number {
  try {
    const offsetMs = Number(readFileSync(path, 'utf8'));
    return Number.isFinite(offsetMs) ? offsetMs : 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

/** Keeps how far the rehearsal is ahead, so that the next start goes on from there. */
export function keepOffset(path: string, offsetMs: number): void {
  writeFileSync(path, String(Math.round(offsetMs)));
}
