import { type ESTree, parseSync, Visitor, type VisitorObject } from 'vite';
import { lineAt, type SourceFile } from './source-file.ts';

/** One import of a file, whatever its form; `isValue` is false where only types cross. */
export type Import = {
  readonly specifier: string;
  readonly isValue: boolean;
  readonly line: number;
  /** Names taken by a static import, as the other module calls them. */
  readonly names: readonly string[];
};

function parsed({ path, text }: SourceFile): ReturnType<typeof parseSync> {
  const result = parseSync(path, text, { astType: 'ts' });
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${path} cannot be parsed: ${error.message}`);
  return result;
}

/** Walks a file's syntax tree. */
export function walk(file: SourceFile, visitor: VisitorObject): void {
  new Visitor(visitor).visit(parsed(file).program);
}

/** The text of a string literal, or undefined for any other node. */
export function literalText(node: ESTree.Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** A member access spelled out, as `Date.now`, or undefined where it is computed or deeper. */
export function memberName(node: ESTree.MemberExpression): string | undefined {
  if (node.computed || node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return undefined;
  return `${node.object.name}.${node.property.name}`;
}

/**
 * Every import of a file: static, re-exported, dynamic, required, of a type, and of another file's address
 * (`new URL('./x.ts', import.meta.url)`, which starts workers and processes).
 */
export function importsOf(file: SourceFile): readonly Import[] {
  const { module } = parsed(file);
  const imports: Import[] = [];
  const add = (
    specifier: string | undefined,
    offset: number,
    isValue: boolean,
    names: readonly string[] = [],
  ): void => {
    if (specifier !== undefined) imports.push({ specifier, isValue, line: lineAt(file.text, offset), names });
  };

  for (const { start, moduleRequest, entries } of module.staticImports) {
    const isValue = entries.length === 0 || entries.some((entry) => !entry.isType);
    const names = entries.filter((entry) => !entry.isType).flatMap((entry) => entry.importName.name ?? []);
    add(moduleRequest.value, start, isValue, names);
  }
  for (const { start, entries } of module.staticExports) {
    const source = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    if (source)
      add(
        source.value,
        start,
        entries.some((entry) => !entry.isType),
      );
  }
  walk(file, {
    ImportExpression: (node) => add(literalText(node.source), node.start, true),
    TSImportType: (node) => add(literalText(node.source), node.start, false),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') {
        add(literalText(node.arguments[0]), node.start, true);
      }
    },
    NewExpression: (node) => {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || node.arguments.length !== 2) return;
      const address = literalText(node.arguments[0]);
      if (address?.startsWith('.')) add(address, node.start, true);
    },
  });
  return imports;
}
