import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Names the file in which an app that wants to be started again leaves other arguments than it had. */
export const relaunchFileVariable = 'VIGIL_STAND_IN_RELAUNCH';

/** Leaves arguments for the next start, where who drives the app has said in which file. */
export function leaveArguments(args: readonly string[]): void {
  const file = process.env[relaunchFileVariable];
  if (file !== undefined) writeFileSync(file, JSON.stringify(args));
}

/** The arguments that were left, once; null where none were. */
export function takeArguments(file: string): readonly string[] | null {
  if (!existsSync(file)) return null;
  const left: unknown = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return Array.isArray(left) ? left.map(String) : null;
}
