/** Watches everything that the vault does to files: what would be left if the process were killed before each step. */

/** Called before each step while it is set. */
export const diskSteps: { before: (() => void) | null } = { before: null };

const changing = [
  'writeSync',
  'renameSync',
  'fsyncSync',
  'fdatasyncSync',
  'ftruncateSync',
  'rmSync',
  'unlinkSync',
  'rmdirSync',
  'copyFileSync',
  'mkdirSync',
  'writeFileSync',
] as const;

/** `node:fs` with every call that changes a file announced first; for `vi.mock`. */
export function watchedFileSystem(real: typeof import('node:fs')): typeof import('node:fs') {
  const watched = Object.fromEntries(
    changing.map((name) => [
      name,
      (...args: unknown[]): unknown => {
        diskSteps.before?.();
        return Reflect.apply(real[name], real, args);
      },
    ]),
  );
  return { ...real, ...watched };
}
