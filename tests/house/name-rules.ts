import { posix } from 'node:path';
import type { Violation } from './source-file.ts';

/** Words that say nothing about what a file does. */
const emptyWords = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'misc']);
const inTheHouse = /^(?:shared|electron|renderer|tests|build)\//;

/** What breaks the rule that a file's name says its one thing. */
export function nameViolations(path: string): readonly Violation[] {
  if (!inTheHouse.test(path)) return [];
  const words = path
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[/.\-_]/);
  const empty = words.find((word) => emptyWords.has(word));
  if (empty !== undefined) return [{ path, line: 1, message: `"${empty}" says nothing about what the file does` }];
  const isBarrel = /^index\.(?:ts|tsx|mts|js|mjs|cjs)$/.test(posix.basename(path));
  return isBarrel ? [{ path, line: 1, message: 'an index file: name it for what it does' }] : [];
}
