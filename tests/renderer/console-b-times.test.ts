import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdTimes } from '../../renderer/console/absorption/hold.ts';
import { numberFrom } from '../../renderer/console/asking/number-from.ts';
import { idle, secondsOf, shownMs, started, stopped } from '../../renderer/console/checks/stopwatch.ts';
import { journeyTimes } from '../../renderer/console/journey/journey-times.ts';
import { pathsIn } from '../../renderer/console/music/paths-in.ts';
import { stepped } from '../../renderer/console/music/volume.ts';
import { stayOf } from '../../renderer/console/recovery/stay.ts';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import { minuteMs, Walk } from '../session/walk.ts';

describe('a hold', () => {
  const dose = { placedAt: { elapsedMs: 1_000_000, wallMs: 0, utcOffsetMinutes: 0 } };
  const at = (heldMs: number) => holdTimes(defaultProtocol, dose, 1_000_000 + heldMs);

  it.each([
    [10 * minuteMs - 1, 'too-early'],
    [10 * minuteMs, 'may-end'],
    [10 * minuteMs + 1, 'may-end'],
    [15 * minuteMs - 1, 'may-end'],
    [15 * minuteMs, 'over'],
    [15 * minuteMs + 1, 'over'],
  ] as const)('of %i ms is %s', (heldMs, stage) => {
    expect(at(heldMs).stage).toBe(stage);
  });

  it('counts down to the maximum, then up', () => {
    expect(at(3 * minuteMs)).toMatchObject({ toMinimumMs: 7 * minuteMs, toMaximumMs: 12 * minuteMs, overMs: 0 });
    expect(at(3 * minuteMs).fractionLeft).toBeCloseTo(0.8, 10);
    expect(at(17 * minuteMs)).toMatchObject({ toMaximumMs: 0, overMs: 2 * minuteMs, fractionLeft: 0 });
  });
});

describe('the journey', () => {
  const walk = new Walk().toJourney();
  const beganMs = walk.now.elapsedMs;
  const at = (inJourneyMs: number) => journeyTimes(walk.state, beganMs + inJourneyMs);

  it('has nothing left at its planned end, and is over only after it', () => {
    expect(at(60 * minuteMs - 1)).toMatchObject({ toMaximumMs: 1, overMs: 0 });
    expect(at(60 * minuteMs)).toMatchObject({ toMaximumMs: 0, overMs: 0 });
    expect(at(60 * minuteMs + 1)).toMatchObject({ toMaximumMs: 0, overMs: 1 });
  });

  it('may end from its minimum', () => {
    expect(at(45 * minuteMs - 1)?.toMinimumMs).toBe(1);
    expect(at(45 * minuteMs)?.toMinimumMs).toBe(0);
  });

  it('counts from the dose, not from its own start, where the dose is meant', () => {
    expect(at(0)?.sinceDoseMs).toBe(12 * minuteMs);
  });

  it('is nothing outside of the journey', () => {
    expect(journeyTimes(new Walk().state, 0)).toBeNull();
  });
});

describe('the stay', () => {
  it('ends 120 minutes after the last dose, and shows the slot as overrun before it is', () => {
    const walk = new Walk().toRecovery();
    const doseAt = walk.state.doses[0]?.placedAt.elapsedMs ?? Number.NaN;
    const stay = stayOf(walk.state, walk.now);
    expect(stay.leftMs).toBe(doseAt + 120 * minuteMs - walk.now.elapsedMs);
    // Identity was confirmed six minutes before the dose, so the slot ends six minutes before the stay.
    expect(stay.slotOverMs).toBe(doseAt);
    expect((stay.earliestWallMs ?? 0) - (stay.slotEndWallMs ?? 0)).toBe(doseAt);
  });

  it.each([
    [-1, 1],
    [0, 0],
    [1, 0],
  ])('%i ms from its end has %i ms left', (shiftMs, leftMs) => {
    const walk = new Walk().toRecovery();
    const endMs = (walk.state.doses[0]?.placedAt.elapsedMs ?? Number.NaN) + 120 * minuteMs;
    expect(stayOf(walk.state, { ...walk.now, elapsedMs: endMs + shiftMs }).leftMs).toBe(leftMs);
  });

  it('has no end without a dose', () => {
    const walk = new Walk();
    expect(stayOf(walk.state, walk.now)).toMatchObject({ leftMs: null, slotEndWallMs: null, slotOverMs: 0 });
  });
});

describe('the stopwatch', () => {
  it('measures from press to press and reads no clock', () => {
    const watch = stopped(started(2_000), 11_260);
    expect(secondsOf(shownMs(watch, 99_999))).toBe('9.2');
    expect(shownMs(started(2_000), 2_500)).toBe(500);
    expect(shownMs(idle, 5_000)).toBe(0);
  });

  it('stays as it is when it does not run', () => {
    expect(stopped(idle, 5_000)).toBe(idle);
    const watch = stopped(started(0), 1_000);
    expect(stopped(watch, 9_000)).toBe(watch);
  });
});

describe('volume', () => {
  it('never leaves 0 to 1 and always comes back by as many steps', () => {
    expect(stepped(1, 1, 1)).toBe(1);
    expect(stepped(0, -1, 1)).toBe(0);
    expect(stepped(0.6, 1, 1)).toBe(0.65);
    expect(stepped(0.75, 1, 0.8)).toBe(0.8);
    expect(stepped(0.8, 1, 0.8)).toBe(0.8);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19 }), (steps) => {
        const volume = steps / 20;
        expect(stepped(stepped(volume, 1, 1), -1, 1)).toBeCloseTo(volume, 10);
      }),
    );
  });
});

describe('what is typed', () => {
  it.each([
    ['9.4', 9.4],
    [' 9,4 ', 9.4],
    ['', null],
    ['nine', null],
    ['Infinity', null],
    ['0', 0],
  ])('%j is %s', (text, value) => {
    expect(numberFrom(text)).toBe(value);
  });

  it('names each file once, in its order', () => {
    expect(pathsIn('/b.mp3\n\n /a.mp3 \n/b.mp3\n')).toEqual(['/b.mp3', '/a.mp3']);
  });
});
