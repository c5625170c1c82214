import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { beatEveryMs, ConsoleWatch, givenUpAfterMs, stalledAfterMs } from '../../electron/shell/console-watch.ts';

let nowMs = 0;
let said: string[] = [];
const watch = () =>
  new ConsoleWatch({
    nowMs: () => nowMs,
    cover: () => said.push('cover'),
    uncover: () => said.push('uncover'),
    giveUp: () => said.push('give up'),
  });
beforeEach(() => {
  nowMs = 1_000;
  said = [];
});

describe('the watch over the console', () => {
  test.each([
    [stalledAfterMs - 1, []],
    [stalledAfterMs, []],
    [stalledAfterMs + 1, ['cover']],
  ])('after %d ms of silence it says %j', (silentMs, expected) => {
    const watching = watch();
    watching.heard();
    nowMs += silentMs;
    watching.look();
    expect(said).toEqual(expected);
  });

  test('a console that is heard again is uncovered once', () => {
    const watching = watch();
    watching.heard();
    nowMs += 2_001;
    watching.look();
    watching.heard();
    watching.heard();
    expect(said).toEqual(['cover', 'uncover']);
  });

  test.each([
    [givenUpAfterMs, ['cover']],
    [givenUpAfterMs + 1, ['cover', 'give up']],
  ])('after %d ms of silence it says %j', (silentMs, expected) => {
    const watching = watch();
    watching.heard();
    nowMs += silentMs;
    watching.look();
    expect(said).toEqual(expected);
  });

  test('a console that was given up is covered until another is heard, and is given up once', () => {
    const watching = watch();
    watching.heard();
    nowMs += 15_001;
    for (let look = 0; look < 60; look += 1) {
      watching.look();
      nowMs += beatEveryMs;
    }
    expect(said.filter((word) => word === 'give up')).toHaveLength(1);
    expect(said).not.toContain('uncover');
    watching.heard();
    expect(said.at(-1)).toBe('uncover');
  });

  test('a page that is gone is covered at once, one that only starts is not', () => {
    const watching = watch();
    nowMs += 60_000;
    watching.look();
    expect(said).toEqual([]);
    watching.gone();
    expect(said).toEqual(['cover']);
  });

  test('whatever happens, who is heard stands uncovered, and no console that beats is given up', () => {
    const step = fc.oneof(fc.constant('heard'), fc.constant('gone'), fc.constant('look'), fc.nat(20_000));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        said = [];
        const watching = watch();
        let silentMs = 0;
        for (const taken of steps) {
          if (typeof taken === 'number') {
            nowMs += taken;
            silentMs += taken;
            continue;
          }
          const before = said.length;
          watching[taken === 'look' ? 'look' : taken === 'gone' ? 'gone' : 'heard']();
          if (taken === 'heard') {
            silentMs = 0;
            expect(said.filter((word) => word === 'cover' || word === 'uncover').at(-1) ?? 'uncover').toBe('uncover');
          }
          if (silentMs <= givenUpAfterMs) expect(said.slice(before)).not.toContain('give up');
        }
      }),
    );
  });
});
