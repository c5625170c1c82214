import { expect, test } from 'vitest';
import { calibrated, worthRaisingTo } from '../../electron/vault/derivation-strength.ts';
import { deriveOffThread } from '../../electron/vault/derive-off-thread.ts';
import { deriveKey } from '../../electron/vault/key-derivation.ts';

const floor = { memoryKiB: 65_536, passes: 3 };

test('a machine that takes 0.75 s for the floor stays at the floor, a slower one too', () => {
  expect(calibrated(floor, 750)).toEqual(floor);
  expect(calibrated(floor, 5000)).toEqual(floor);
  expect(calibrated(floor, 0)).toEqual(floor);
  expect(calibrated(floor, Number.NaN)).toEqual(floor);
});

test('a faster machine takes more memory up to 256 MiB, then more passes up to twelve', () => {
  expect(calibrated(floor, 375)).toEqual({ memoryKiB: 131_072, passes: 3 });
  expect(calibrated(floor, 187.5)).toEqual({ memoryKiB: 262_144, passes: 3 });
  expect(calibrated(floor, 93.75)).toEqual({ memoryKiB: 262_144, passes: 6 });
  expect(calibrated(floor, 1)).toEqual({ memoryKiB: 262_144, passes: 12 });
  // Twice the parameters in twice the time is the same machine.
  expect(calibrated({ memoryKiB: 131_072, passes: 3 }, 750)).toEqual({ memoryKiB: 131_072, passes: 3 });
});

test('parameters are raised only below half a second, and never lowered', () => {
  expect(worthRaisingTo(floor, 499)).toEqual({ memoryKiB: 98_304, passes: 3 });
  expect(worthRaisingTo(floor, 500)).toBeNull();
  expect(worthRaisingTo(floor, 501)).toBeNull();
  expect(worthRaisingTo({ memoryKiB: 262_144, passes: 12 }, 1)).toBeNull();
  expect(worthRaisingTo({ memoryKiB: 524_288, passes: 3 }, 400)).toBeNull();
});

test('a thread of its own derives the same key, and leaves this one free meanwhile', async () => {
  const words = new TextEncoder().encode('lantern orchid');
  const derivation = { name: 'argon2id', version: 19, ...floor, parallelism: 1, salt: '07'.repeat(16) } as const;
  const here = await deriveKey(words, derivation);
  let turns = 0;
  let isDone = false;
  const there = deriveOffThread(words, derivation).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
  }
  expect(await there).toEqual(here);
  expect(turns).toBeGreaterThan(100);
  // The caller's bytes are the caller's to zero.
  expect(new TextDecoder().decode(words)).toBe('lantern orchid');
});

test('a thread that cannot derive says so', async () => {
  const words = new TextEncoder().encode('lantern orchid');
  const derivation = { name: 'argon2id', version: 19, memoryKiB: 1, passes: 3, parallelism: 1, salt: '' } as const;
  await expect(deriveOffThread(words, derivation)).rejects.toThrow();
});
