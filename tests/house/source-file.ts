import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text file of the project; `path` is relative to the checkout, with forward slashes. */
export type SourceFile = {
  readonly path: string;
  readonly text: string;
};

/** A rule of the house that a file breaks. */
export type Violation = {
  readonly path: string;
  readonly line: number;
  readonly message: string;
};

const checkout = join(import.meta.dirname, '..', '..');
const notOurs = new Set(['node_modules', '.git', '.cache', '.vitest', 'out', 'coverage', 'dist', 'package-lock.json']);
const textFile =
  /\.(?:ts|tsx|mts|js|mjs|cjs|json|css|html|md|yml|yaml|sh|rules)$|^(?:run|LICENSE|electron|\.gitignore)$/;

function pathsUnder(folder: string): readonly string[] {
  return readdirSync(join(checkout, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // Only the checkout's own outputs are left out: the stand-in keeps sources in a folder named dist.
    if (notOurs.has(path) || entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return pathsUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

/** The path of every file of the project, whatever it holds. */
export function projectPaths(): readonly string[] {
  return pathsUnder('');
}

/** Every text file of the project. */
export function projectFiles(): readonly SourceFile[] {
  return projectPaths()
    .filter((path) => textFile.test(path.slice(path.lastIndexOf('/') + 1)))
    .map((path) => ({ path, text: readFileSync(join(checkout, path), 'utf8') }));
}

/** Whether a parser of TypeScript and JavaScript can read the file. */
export function isCode({ path }: SourceFile): boolean {
  return /\.(?:ts|tsx|mts|js|mjs|cjs)$/.test(path);
}

/** Whether the file is part of what people run: not a test, not a build command. */
export function isProduction({ path }: SourceFile): boolean {
  return /^(?:shared|electron|renderer)\//.test(path);
}

/** The line, counted from 1, at an offset in a text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** One line for each violation, for a test's comparison with none. */
export function described(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ path, line, message }) => `${path}:${line} ${message}`);
}
