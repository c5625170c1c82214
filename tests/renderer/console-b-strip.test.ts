import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripGeometry } from '../../renderer/console/strip/geometry.ts';
import { musicStretches } from '../../renderer/console/strip/music-stretches.ts';
import { axisMarks, highestShown, lowestShown, timeScale, yOf } from '../../renderer/console/strip/scale.ts';
import { stripSummary } from '../../renderer/console/strip/strip-summary.ts';
import type { Command } from '../../shared/session/command.ts';
import { byHand, minuteMs, Walk } from '../session/walk.ts';

const geometry = (walk: Walk, durableThrough = walk.state.events.length, width = 1000, height = 220) =>
  stripGeometry(walk.state, walk.now, durableThrough, width, height);

const music = (action: 'track-began' | 'paused' | 'resumed' | 'volume-changed'): Command => ({
  type: 'report-music',
  action,
  playlistId: 'm1',
  trackId: 't1',
  positionMs: 0,
  volume: 0.5,
});

describe('the scale of values', () => {
  it('is fixed: the top is the highest, the bottom the lowest, and what lies outside sticks to the edge', () => {
    expect(yOf(highestShown, 10, 170)).toBe(10);
    expect(yOf(lowestShown, 10, 170)).toBe(170);
    expect(yOf(120, 10, 170)).toBe(90);
    expect(yOf(260, 10, 170)).toBe(10);
    expect(yOf(20, 10, 170)).toBe(170);
  });
});

describe('the scale of time', () => {
  it('holds everything from thirty minutes before the dose to the earliest departure', () => {
    const walk = new Walk().passMinutes(60).toAbsorption();
    const scale = timeScale(walk.state, walk.now, 0, 100);
    const doseMs = walk.state.doses[0]?.placedAt.elapsedMs ?? Number.NaN;
    expect(scale.zeroMs).toBe(doseMs);
    expect(scale.fromMs).toBe(doseMs - 30 * minuteMs);
    expect(scale.toMs).toBeGreaterThanOrEqual(doseMs + 120 * minuteMs);
  });

  it('runs from left to right without turning back', () => {
    const walk = new Walk().toRecovery();
    const scale = timeScale(walk.state, walk.now, 84, 980);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000_000 }), fc.integer({ min: 0, max: 5_000_000 }), (fromMs, later) => {
        const x = scale.xOf(fromMs);
        expect(x).toBeGreaterThanOrEqual(84);
        expect(scale.xOf(fromMs + later)).toBeGreaterThanOrEqual(x);
        expect(scale.xOf(fromMs + later)).toBeLessThanOrEqual(980);
      }),
    );
  });

  it('marks the dose as zero, every quarter of an hour', () => {
    const walk = new Walk().toAbsorption();
    const labels = axisMarks(timeScale(walk.state, walk.now, 0, 1000)).map((mark) => mark.label);
    expect(labels.slice(0, 4)).toEqual(['dose', '15', '30', '45']);
    expect(labels).toContain('120');
  });
});

describe('the strip', () => {
  it('draws past phases, the present one up to now, and the plan after it', () => {
    const g = geometry(new Walk().toJourney().passMinutes(20));
    expect(g.spans.map((span) => `${span.phase} ${span.kind}`)).toEqual([
      'precheck past',
      'dosing past',
      'absorption past',
      'journey now',
      'journey plan',
      'recovery plan',
    ]);
    const present = g.spans.find((span) => span.kind === 'now');
    expect((present?.x ?? 0) + (present?.width ?? 0)).toBeCloseTo(g.nowX, 6);
    for (const span of g.spans.filter((s) => s.kind === 'plan')) expect(span.x).toBeGreaterThanOrEqual(g.nowX - 1e-6);
  });

  it('plans nothing that is over: an overrun journey leaves only the stay', () => {
    const g = geometry(new Walk().toJourney().passMinutes(70));
    expect(g.spans.filter((span) => span.kind === 'plan').map((span) => span.phase)).toEqual(['recovery']);
  });

  it.each([
    [139, 89, false],
    [140, 89, true],
    [141, 89, true],
    [139, 90, true],
  ])('doubles the arrows of %i/%i: %s', (systolic, diastolic, outside) => {
    const g = geometry(new Walk().toJourney().must(byHand(systolic, diastolic)));
    expect(g.pressures.at(-1)?.outside).toBe(outside);
  });

  it('keeps a struck reading, crossed, and leaves its pulse out of the line', () => {
    const walk = new Walk().toJourney().must(byHand(150, 95, 99));
    const readingId = walk.state.readings.at(-1)?.reading.readingId ?? '';
    const dots = geometry(walk).pulseDots.length;
    walk.must({ type: 'strike-reading', readingId, reason: 'Arm moved' });
    expect(geometry(walk).pressures.at(-1)?.status).toBe('struck');
    expect(geometry(walk).pulseDots).toHaveLength(dots - 1);
  });

  it.each([
    [2, 1],
    [3, 1],
    [4, 2],
  ])('joins pulses %i minutes apart into %i lines', (minutes, lines) => {
    const walk = new Walk()
      .toJourney()
      .passMinutes(30)
      .must(byHand(120, 80, 70));
    const before = geometry(walk).pulsePath.split('M').length;
    walk.passMinutes(minutes).must(byHand(121, 81, 75));
    expect(geometry(walk).pulsePath.split('M').length - before).toBe(lines - 1);
  });

  it('draws a note hollow until its event is on disk, and not at all once it is taken back', () => {
    const walk = new Walk().toJourney().must({ type: 'record-note', stream: 'record', tagId: 'tears', text: '' });
    const sequence = walk.state.events.length;
    expect(geometry(walk, sequence - 1).notes.map((note) => note.saved)).toEqual([false]);
    expect(geometry(walk, sequence).notes.map((note) => note.saved)).toEqual([true]);
    walk.must({ type: 'retract-note', noteId: walk.state.notes.at(-1)?.noteId ?? '' });
    expect(geometry(walk).notes).toEqual([]);
  });

  it('stays inside its frame, whatever its size and however long the session', () => {
    const walk = new Walk().toRecovery();
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 2000 }),
        fc.integer({ min: 150, max: 400 }),
        fc.integer({ min: 0, max: 600 }),
        (width, height, minutes) => {
          const now = { ...walk.now, elapsedMs: walk.now.elapsedMs + minutes * minuteMs };
          const g = stripGeometry(walk.state, now, 0, width, height);
          for (const span of g.spans) {
            expect(span.x).toBeGreaterThanOrEqual(0);
            expect(span.x + span.width).toBeLessThanOrEqual(width);
          }
          for (const mark of g.pressures) {
            expect(mark.systolicY).toBeLessThanOrEqual(mark.diastolicY);
            expect(mark.diastolicY).toBeLessThanOrEqual(g.rows.valueBottom);
          }
          expect(g.nowX).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the music on the strip', () => {
  it('is one stretch a track, with a gap where it was paused, and goes on until now', () => {
    const walk = new Walk().toJourney();
    const startMs = walk.now.elapsedMs;
    walk.must(music('track-began')).passMinutes(5).must(music('track-began')).passMinutes(3).must(music('paused'));
    walk.passMinutes(2).must(music('resumed')).passMinutes(1).must(music('volume-changed')).passMinutes(1);
    expect(musicStretches(walk.state, walk.now)).toEqual([
      { fromMs: startMs, toMs: startMs + 5 * minuteMs },
      { fromMs: startMs + 5 * minuteMs, toMs: startMs + 8 * minuteMs },
      { fromMs: startMs + 10 * minuteMs, toMs: startMs + 12 * minuteMs },
    ]);
  });
});

describe('the strip in words', () => {
  it('says how long ago the dose was, the readings and the notes', () => {
    const walk = new Walk().toJourney().must(byHand(138, 86)).passMinutes(3);
    expect(stripSummary(walk.state, walk.now)).toBe(
      'Session on one time line, 15 min since the last dose, 3 blood-pressure readings, the last 138 over 86, 0 notes.',
    );
  });
});
