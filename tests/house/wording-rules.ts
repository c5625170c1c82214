import { lineAt, type SourceFile, type Violation } from './source-file.ts';

// The patterns are spelled so that this file and its samples do not match them.
const unfinished = /\b(?:TO[D]O|FIX[M]E|X[X]X|HAC[K])\b/g;
const workplace = /(?<![\w.~])\/(?:wor[k]|roo[t]|hom[e]\/\w+|User[s]\/\w+|tmp\/brie[f])\b[\w/.-]*/g;
const trackerNumber = /\b[Ii]ssu[e]s?\s+#?\d+\b/g;
const document = /\b(?:design|rulings|clinical|storage|interface|audio|electron|monitors)\.m[d]\b/g;

function found(file: SourceFile, pattern: RegExp, message: string): readonly Violation[] {
  return [...file.text.matchAll(pattern)].map((match) => ({
    path: file.path,
    line: lineAt(file.text, match.index),
    message: `"${match[0]}": ${message}`,
  }));
}

/**
 * Words that do not belong in a finished project: unfinished work, one workplace's paths and numbers, and documents
 * that the project does not have.
 * @param knownDocuments the base names of the project's own Markdown files
 */
export function wordingViolations(file: SourceFile, knownDocuments: ReadonlySet<string>): readonly Violation[] {
  const documents = found(file, document, 'the project has no such document').filter(
    ({ message }) => !knownDocuments.has(message.slice(1, message.indexOf('"', 1))),
  );
  return [
    ...found(file, unfinished, 'finish it, or leave it out'),
    ...found(file, workplace, "a path of one person's machine"),
    ...found(file, trackerNumber, 'the project speaks of itself alone'),
    ...documents,
  ];
}
