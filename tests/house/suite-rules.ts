import type { ESTree } from 'vite';
import { walk } from './parsed-source.ts';
import { lineAt, type SourceFile, type Violation } from './source-file.ts';

const suiteFunctions = new Set(['test', 'it', 'describe', 'suite', 'bench']);
const leavesOut = new Set(['only', 'skip', 'todo', 'fails']);
const oldSpellings = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

/** The name at the start of `test.each(x).only`. */
function firstName(node: ESTree.Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return firstName(node.object);
  if (node.type === 'CallExpression') return firstName(node.callee);
  return node.type === 'TaggedTemplateExpression' ? firstName(node.tag) : undefined;
}

/** Tests of one file that are left out, or leave others out. */
export function suiteViolations(file: SourceFile): readonly Violation[] {
  if (!/\.test\.tsx?$/.test(file.path)) return [];
  const violations: Violation[] = [];
  const report = (offset: number, name: string): void => {
    violations.push({ path: file.path, line: lineAt(file.text, offset), message: `${name}: every test runs, always` });
  };
  walk(file, {
    MemberExpression: (node) => {
      if (node.computed || node.property.type !== 'Identifier' || !leavesOut.has(node.property.name)) return;
      const first = firstName(node.object);
      if (first !== undefined && suiteFunctions.has(first)) report(node.start, `${first}.${node.property.name}`);
    },
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && oldSpellings.has(node.callee.name)) {
        report(node.start, node.callee.name);
      }
    },
  });
  return violations;
}
