import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, it } from 'vitest';
import { english, type Words } from '../../renderer/console/words/english.ts';
import { walk } from '../house/parsed-source.ts';
import { projectFiles } from '../house/source-file.ts';

const folder = join(import.meta.dirname, '../../renderer/console/words');

/** Rooms whose screens say nothing that is not in their words. */
const rooms = ['export', 'keys', 'live', 'notes', 'settings', 'typing'];

type Leaf = { readonly path: string; readonly value: unknown };
const leaves = (part: object, path: string): Leaf[] =>
  Object.entries(part).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${path}.${name}`)
      : [{ path: `${path}.${name}`, value }],
  );

it('every module of words belongs to the language', () => {
  const whole = readFileSync(join(folder, 'english.ts'), 'utf8');
  const modules = readdirSync(folder).filter((file) => file.endsWith('-words.ts'));
  expect(modules.filter((file) => !whole.includes(`'./${file}'`))).toEqual([]);
});

it('says something everywhere', () => {
  const all = leaves(english, 'english');
  expect(all.length).toBeGreaterThan(100);
  expect(
    all.filter(({ value }) => typeof value !== 'function' && (typeof value !== 'string' || value.trim() === '')),
  ).toEqual([]);
});

it('has a shape that another language fits, with other words and the same givens', () => {
  expectTypeOf<typeof english>().toExtend<Words>();
  expectTypeOf<Words['notes']['undo']>().toEqualTypeOf<string>();
  expectTypeOf<Words['notes']['ago']>().toEqualTypeOf<(minutes: number) => string>();
});

it.each(rooms)('the screens of %s have no words of their own', (room) => {
  const found: string[] = [];
  for (const file of projectFiles().filter(({ path }) => path.startsWith(`renderer/console/${room}/`))) {
    if (!file.path.endsWith('.tsx')) continue;
    walk(file, {
      JSXText: (node) => {
        if (/[A-Za-z]/.test(node.value)) found.push(`${file.path}: ${node.value.trim()}`);
      },
      JSXAttribute: (node) => {
        const name = node.name.type === 'JSXIdentifier' ? node.name.name : '';
        const said = ['label', 'aria-label', 'title', 'hint', 'placeholder', 'unit'].includes(name);
        if (said && node.value?.type === 'Literal') found.push(`${file.path}: ${name}`);
      },
    });
  }
  expect(found).toEqual([]);
});
