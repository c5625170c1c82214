import { expect, test } from 'vitest';
import { firstLines, lastLines, runInForeground, runQuietly } from '../../build/child.mjs';

const node = process.execPath;

test.each([0, 1, 7])("a program's exit code %i is passed on", async (code) => {
  expect(await runInForeground([node, '-e', `process.exit(${code})`])).toBe(code);
});

test('a program that a signal ended gives 128 and the number of the signal', async () => {
  expect(await runInForeground([node, '-e', 'process.kill(process.pid, "SIGTERM")'])).toBe(143);
});

test('a program that cannot be started fails a foreground run, and is a failed quiet one', async () => {
  await expect(runInForeground(['no-such-program-of-vigil'])).rejects.toThrow('ENOENT');
  expect(await runQuietly(['no-such-program-of-vigil'])).toMatchObject({ code: 1 });
});

test('a quiet run keeps everything that was printed', async () => {
  const { code, output } = await runQuietly([node, '-e', 'console.log("out"); console.error("err"); process.exit(3)']);
  expect(code).toBe(3);
  expect(output).toContain('out');
  expect(output).toContain('err');
});

test('a program that outlives its limit is ended', async () => {
  const { code, output } = await runQuietly([node, '-e', 'setInterval(() => {}, 1000)'], { limitMs: 200 });
  expect(code).toBe(1);
  expect(output).toContain('ended after 200 ms');
});

test('the first and the last lines are those at either end', () => {
  expect(firstLines('\na\nb\nc\n', 2)).toEqual(['a', 'b']);
  expect(lastLines('a\nb\nc\n', 2)).toEqual(['b', 'c']);
});
