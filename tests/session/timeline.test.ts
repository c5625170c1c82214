import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockReading } from '../../shared/session/moment.ts';
import {
  advance,
  findings,
  firstMoment,
  instantBefore,
  localDay,
  momentBefore,
} from '../../shared/session/timeline.ts';

const reading: ClockReading = {
  wallMs: 1_000_000_000,
  utcOffsetMinutes: 60,
  uptimeMs: 50_000,
  awakeMs: 50_000,
  bootId: 'a',
};
const later = (change: Partial<ClockReading>): ClockReading => ({ ...reading, ...change });

describe('the timeline', () => {
  it('counts sleep as time passed and says that it was sleep', () => {
    const woken = later({ wallMs: 1_000_600_000, uptimeMs: 650_000, awakeMs: 60_000 });
    expect(advance(firstMoment(reading), woken).elapsedMs).toBe(600_000);
    expect(findings(reading, woken)).toEqual([{ kind: 'slept', durationMs: 590_000 }]);
  });

  it.each([
    { awakeLossMs: 1_999, slept: false },
    { awakeLossMs: 2_000, slept: false },
    { awakeLossMs: 2_001, slept: true },
  ])('a loss of $awakeLossMs ms is sleep: $slept', ({ awakeLossMs, slept }) => {
    const now = later({ wallMs: reading.wallMs + 60_000, uptimeMs: 110_000, awakeMs: 110_000 - awakeLossMs });
    expect(findings(reading, now).length > 0).toBe(slept);
  });

  it('is not moved by a changed wall clock, which is told', () => {
    const back = later({ wallMs: reading.wallMs - 3_600_000 + 10_000, uptimeMs: 60_000, awakeMs: 60_000 });
    expect(advance(firstMoment(reading), back).elapsedMs).toBe(10_000);
    expect(findings(reading, back)).toEqual([{ kind: 'wall-clock-changed', byMs: -3_600_000 }]);
  });

  it('daylight saving changes the offset and nothing else', () => {
    const summer = later({ wallMs: reading.wallMs + 5_000, uptimeMs: 55_000, awakeMs: 55_000, utcOffsetMinutes: 120 });
    expect(advance(firstMoment(reading), summer).elapsedMs).toBe(5_000);
    expect(findings(reading, summer)).toEqual([{ kind: 'utc-offset-changed', fromMinutes: 60, toMinutes: 120 }]);
  });

  it('goes by the wall clock across a boot, and asks where it stands before the last event', () => {
    const rebooted = later({ bootId: 'b', uptimeMs: 20_000, awakeMs: 20_000, wallMs: reading.wallMs + 300_000 });
    expect(advance(firstMoment(reading), rebooted).elapsedMs).toBe(300_000);
    expect(findings(reading, rebooted)).toEqual([{ kind: 'machine-restarted', gapMs: 300_000, uncertain: false }]);
    const before = { ...rebooted, wallMs: reading.wallMs - 1 };
    expect(advance(firstMoment(reading), before).elapsedMs).toBe(0);
    expect(findings(reading, before)).toEqual([{ kind: 'machine-restarted', gapMs: 0, uncertain: true }]);
  });

  it('never runs backwards, whatever the clocks say', () => {
    const clock = fc.record({
      wallMs: fc.integer({ min: 0, max: 2 ** 41 }),
      utcOffsetMinutes: fc.integer({ min: -840, max: 840 }),
      uptimeMs: fc.integer({ min: 0, max: 2 ** 40 }),
      awakeMs: fc.integer({ min: 0, max: 2 ** 40 }),
      bootId: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(clock, fc.array(clock, { minLength: 1, maxLength: 30 }), (first, readings) => {
        let moment = firstMoment(first);
        for (const next of readings) {
          const following = advance(moment, next);
          expect(following.elapsedMs).toBeGreaterThanOrEqual(moment.elapsedMs);
          moment = following;
        }
      }),
    );
  });

  it('goes back for a touch and for a late entry, but not before the start', () => {
    const now = advance(
      firstMoment(reading),
      later({ wallMs: reading.wallMs + 60_000, uptimeMs: 110_000, awakeMs: 110_000 }),
    );
    expect(instantBefore(now, 50_000).elapsedMs).toBe(10_000);
    expect(instantBefore(now, 500_000)).toMatchObject({ elapsedMs: 0, wallMs: reading.wallMs });
    expect(momentBefore(now, 700, 59_500).elapsedMs).toBe(59_500);
    expect(momentBefore(now, 400, 0).elapsedMs).toBe(59_600);
  });

  it('knows the local day by the offset of the moment', () => {
    expect(localDay({ wallMs: Date.parse('2026-11-23T23:30:00Z'), utcOffsetMinutes: 60 })).toBe('2026-11-24');
    expect(localDay({ wallMs: Date.parse('2026-11-23T23:30:00Z'), utcOffsetMinutes: 0 })).toBe('2026-11-23');
  });
});
