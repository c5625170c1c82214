import { expect, test } from 'vitest';
import { differingPackages } from '../../build/npm-packages.mjs';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b-for-another-platform': { version: '2.0.0', optional: true },
};

test('a folder that holds what the lock file says needs no npm', () => {
  expect(differingPackages(locked, { 'node_modules/a': { version: '1.0.0' } })).toEqual([]);
});

test('packages may be there that the lock file does not name', () => {
  const installed = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '3.0.0' } };
  expect(differingPackages(locked, installed)).toEqual([]);
});

test('an empty folder, another version, and an optional package of another version each need npm', () => {
  expect(differingPackages(locked, {})).toEqual(['node_modules/a']);
  expect(differingPackages(locked, { 'node_modules/a': { version: '1.0.1' } })).toEqual(['node_modules/a']);
  const optionalOff = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-for-another-platform': { version: '1.9.0' },
  };
  expect(differingPackages(locked, optionalOff)).toEqual(['node_modules/b-for-another-platform']);
});
