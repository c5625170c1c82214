import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';

test('a value import of electron fails with the reason, and never reaches the package that downloads', async () => {
  await expect(import('electron')).rejects.toThrow(/not imported in plain Node/);
});

test('property tests start from the seed that the run printed', () => {
  expect(fc.readConfigureGlobal().seed).toBe(inject('fastCheckSeed'));
});

test('the suites run on a Node that can load our binaries', () => {
  expect(Number(process.versions.napi)).toBeGreaterThanOrEqual(10);
  expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(24);
});
