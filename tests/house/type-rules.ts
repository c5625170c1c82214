import { walk } from './parsed-source.ts';
import { isProduction, lineAt, type SourceFile, type Violation } from './source-file.ts';

// Spelled in two parts, so that this file does not break its own rule.
const silencers = [
  { pattern: /@ts-(?:ignore|nocheck)/g, message: 'silences the compiler' },
  {
    pattern: /biome-ignore(?:-all|-start)?\s+lint\/(?:suspicious\/noExplicitAny|style\/noNonNullAssertion)/g,
    message: 'silences a rule of the house',
  },
];

/** What gets round the type checker in one file: comments that silence it, and casts that cannot be true. */
export function typeViolations(file: SourceFile): readonly Violation[] {
  const silenced = silencers.flatMap(({ pattern, message }) =>
    [...file.text.matchAll(pattern)].map((match) => ({
      path: file.path,
      line: lineAt(file.text, match.index),
      message: `${match[0]} ${message}`,
    })),
  );
  if (!isProduction(file)) return silenced;
  const casts: Violation[] = [];
  walk(file, {
    TSAsExpression: (node) => {
      const line = lineAt(file.text, node.start);
      if (node.expression.type === 'TSAsExpression') {
        casts.push({ path: file.path, line, message: 'a cast of a cast: parse the value instead' });
      }
      if (node.typeAnnotation.type === 'TSNeverKeyword') {
        casts.push({ path: file.path, line, message: 'a cast to never: nothing has that type' });
      }
    },
  });
  return [...silenced, ...casts];
}
