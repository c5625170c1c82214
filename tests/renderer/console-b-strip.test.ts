import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { happenings, happeningsAround, nextMoment } from '../../renderer/console/strip/happenings.ts';
import { musicStretches } from '../../renderer/console/strip/music-stretches.ts';
import { sessionStrip } from '../../renderer/console/strip/session-strip.ts';
import { stripSummary } from '../../renderer/console/strip/strip-summary.ts';
import type { Command } from '../../shared/session/command.ts';
import { drawStrip, stripScale } from '../../shared/strip/draw-strip.ts';
import { paperFrame } from '../../shared/strip/frame.ts';
import { axisMarks, highestShown, lowestShown, timeScale, yOf } from '../../shared/strip/scale.ts';
import { type Shape, svgMarkup } from '../../shared/strip/shape.ts';
import { byHand, minuteMs, Walk } from '../session/walk.ts';

const screen = { width: 1000, height: 220, study: false };
const content = (walk: Walk, durableThrough = walk.state.events.length) =>
  sessionStrip(walk.state, walk.now, durableThrough);
const drawn = (walk: Walk, durableThrough?: number) => drawStrip(content(walk, durableThrough), screen);

/** The shapes of a class, those within groups included. */
function shapesOf(shapes: readonly Shape[], className: string): Shape[] {
  return shapes.flatMap((shape) => [
    ...(shape.className.split(' ').includes(className) ? [shape] : []),
    ...(shape.tag === 'g' ? shapesOf(shape.shapes, className) : []),
  ]);
}

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
    const { fromMs, toMs, zeroMs } = content(walk);
    const doseMs = walk.state.doses[0]?.placedAt.elapsedMs ?? Number.NaN;
    expect(zeroMs).toBe(doseMs);
    expect(fromMs).toBe(doseMs - 30 * minuteMs);
    expect(toMs).toBeGreaterThanOrEqual(doseMs + 120 * minuteMs);
  });

  it('runs from left to right without turning back', () => {
    const walk = new Walk().toRecovery();
    const scale = timeScale(content(walk), 84, 980);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000_000 }), fc.integer({ min: 0, max: 5_000_000 }), (fromMs, later) => {
        const x = scale.xOf(fromMs);
        expect(x).toBeGreaterThanOrEqual(84);
        expect(scale.xOf(fromMs + later)).toBeGreaterThanOrEqual(x);
        expect(scale.xOf(fromMs + later)).toBeLessThanOrEqual(980);
        const shown = Math.min(scale.toMs, Math.max(scale.fromMs, fromMs));
        expect(scale.timeAt(x)).toBeCloseTo(shown, 3);
      }),
    );
  });

  it('marks the dose as zero, every quarter of an hour', () => {
    const walk = new Walk().toAbsorption();
    const labels = axisMarks(timeScale(content(walk), 0, 1000)).map((mark) => mark.label);
    expect(labels.slice(0, 4)).toEqual(['dose', '15', '30', '45']);
    expect(labels).toContain('120');
  });
});

describe('the strip', () => {
  it('draws past phases, the present one up to now, and the plan after it', () => {
    const c = content(new Walk().toJourney().passMinutes(20));
    expect(c.phases.map((span) => `${span.phase} ${span.kind}`)).toEqual([
      'precheck past',
      'dosing past',
      'absorption past',
      'journey now',
      'journey plan',
      'recovery plan',
    ]);
    expect(c.phases.find((span) => span.kind === 'now')?.toMs).toBe(c.nowMs);
    for (const span of c.phases.filter((s) => s.kind === 'plan'))
      expect(span.fromMs).toBeGreaterThanOrEqual(c.nowMs ?? 0);
  });

  it('plans nothing that is over: an overrun journey leaves only the stay', () => {
    const c = content(new Walk().toJourney().passMinutes(70));
    expect(c.phases.filter((span) => span.kind === 'plan').map((span) => span.phase)).toEqual(['recovery']);
  });

  it('keeps the earliest departure and the end of the slot in view together, at their times', () => {
    const walk = new Walk().toJourney();
    const c = content(walk);
    const doseMs = walk.state.doses[0]?.placedAt.elapsedMs ?? Number.NaN;
    const identityMs = walk.state.identity?.at.elapsedMs ?? Number.NaN;
    expect(c.ahead.map(({ atMs }) => atMs)).toEqual([doseMs + 120 * minuteMs, identityMs + 120 * minuteMs]);
    const words = shapesOf(drawn(walk), 'strip-name').flatMap((shape) => (shape.tag === 'text' ? [shape.words] : []));
    expect(words.some((word) => /^earliest departure \d\d:\d\d$/.test(word))).toBe(true);
    expect(words.some((word) => /^slot ends \d\d:\d\d$/.test(word))).toBe(true);
  });

  it.each([
    [139, 89, 2],
    [140, 89, 4],
    [141, 89, 4],
    [139, 90, 4],
  ])('doubles the arrows of %i/%i where it reached a limit: %i arrows', (systolic, diastolic, arrows) => {
    const shapes = drawn(new Walk().toJourney().must(byHand(systolic, diastolic)));
    const last = shapesOf(shapes, 'strip-reading').at(-1);
    expect(shapesOf(last === undefined ? [] : [last], 'strip-arrow')).toHaveLength(arrows);
  });

  it('keeps a struck reading, crossed, and leaves its pulse out of the line', () => {
    const walk = new Walk().toJourney().must(byHand(150, 95, 99));
    const readingId = walk.state.readings.at(-1)?.reading.readingId ?? '';
    const dots = shapesOf(drawn(walk), 'strip-pulse-dot').length;
    expect(shapesOf(drawn(walk), 'strip-cross')).toHaveLength(0);
    walk.must({ type: 'strike-reading', readingId, reason: 'Arm moved' });
    expect(shapesOf(drawn(walk), 'strip-cross')).toHaveLength(1);
    expect(shapesOf(drawn(walk), 'strip-pulse-dot')).toHaveLength(dots - 1);
  });

  it.each([
    [2, 1],
    [3, 1],
    [4, 0],
  ])('joins pulses %i minutes apart by %i lines', (minutes, lines) => {
    const walk = new Walk()
      .toJourney()
      .passMinutes(30)
      .must(byHand(120, 80, 70));
    const joins = () =>
      shapesOf(drawn(walk), 'strip-pulse').map((shape) => (shape.tag === 'path' ? shape.d.split('L').length : 0));
    const before = joins().reduce((sum, count) => sum + count - 1, 0);
    walk.passMinutes(minutes).must(byHand(121, 81, 75));
    expect(joins().reduce((sum, count) => sum + count - 1, 0) - before).toBe(lines);
  });

  it('draws a note hollow until its event is on disk, and not at all once it is taken back', () => {
    const walk = new Walk().toJourney().must({ type: 'record-note', stream: 'record', tagId: 'tears', text: '' });
    const sequence = walk.state.events.length;
    // One diamond of each kind stands beside the row's name.
    expect(shapesOf(drawn(walk, sequence - 1), 'strip-note').map((shape) => shape.className)).toEqual([
      'strip-note is-saved',
      'strip-note is-unsaved',
    ]);
    expect(shapesOf(drawn(walk, sequence), 'strip-note').map((shape) => shape.className)).toEqual([
      'strip-note is-saved',
      'strip-note is-saved',
    ]);
    walk.must({ type: 'retract-note', noteId: walk.state.notes.at(-1)?.noteId ?? '' });
    expect(shapesOf(drawn(walk), 'strip-note')).toHaveLength(1);
  });

  it('draws each alert where it was raised, by the shape of its priority', () => {
    const walk = new Walk().toJourney();
    expect(content(walk).alerts).toEqual([]);
    walk.passMinutes(10).must(byHand(165, 85));
    const [alert] = content(walk).alerts;
    expect(alert).toEqual({ atMs: walk.now.elapsedMs, priority: 'medium' });
    expect(shapesOf(drawn(walk), 'is-medium')).toHaveLength(2);
    expect(shapesOf(drawn(walk), 'is-high')).toHaveLength(0);
  });

  it('hatches the time that the machine slept and says how long', () => {
    const walk = new Walk().toJourney().passMinutes(5);
    const state = { ...walk.state, sleepGaps: [{ at: { ...walk.now }, durationMs: 192_000 }] };
    const shapes = drawStrip(sessionStrip(state, walk.now, 0), screen);
    expect(shapesOf(shapes, 'strip-hatch')).toHaveLength(1);
    expect(svgMarkup(shapes)).toContain('>asleep 3:12</text>');
  });

  it('costs no more shapes with two thousand notes than with the columns that they stand in', () => {
    const walk = new Walk().toJourney().must({ type: 'record-note', stream: 'record', tagId: null, text: '' });
    const [note] = walk.state.notes;
    if (note === undefined) throw new Error('no note');
    const state = { ...walk.state, notes: Array.from({ length: 2000 }, () => note) };
    expect(drawStrip(sessionStrip(state, walk.now, 0), screen)).toHaveLength(drawn(walk, 0).length);
  });

  it('stays inside its frame, whatever its size and however long the session', () => {
    const walk = new Walk().toRecovery();
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 2000 }),
        fc.integer({ min: 150, max: 400 }),
        fc.integer({ min: 0, max: 600 }),
        fc.boolean(),
        (width, height, minutes, study) => {
          const now = { ...walk.now, elapsedMs: walk.now.elapsedMs + minutes * minuteMs };
          const shapes = drawStrip(sessionStrip(walk.state, now, 0), {
            width,
            height: study ? height + 150 : height,
            study,
          });
          for (const shape of shapes) {
            if (shape.tag === 'rect') {
              expect(shape.x).toBeGreaterThanOrEqual(0);
              expect(shape.x + shape.width).toBeLessThanOrEqual(width);
            }
            if (shape.tag === 'circle') expect(shape.cx).toBeLessThanOrEqual(width);
            if (shape.tag === 'path') expect(shape.d).not.toMatch(/NaN|Infinity/);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the same drawing on paper: a reading, a note and an alert have their shapes there too', () => {
    const walk = new Walk().toJourney().must(byHand(165, 85)).must({
      type: 'record-note',
      stream: 'record',
      tagId: 'tears',
      text: '',
    });
    const onPaper = drawStrip(content(walk), paperFrame);
    for (const className of [
      'strip-reading',
      'strip-note',
      'strip-alert',
      'strip-phase',
      'strip-pulse-dot',
      'strip-ahead',
    ]) {
      expect(shapesOf(onPaper, className).length, className).toBeGreaterThan(0);
    }
    expect(svgMarkup(onPaper)).toContain('>Journey</text>');
  });

  it('finds the moment that was touched', () => {
    const walk = new Walk().toJourney().passMinutes(20);
    const scale = stripScale(content(walk), screen);
    expect(scale.timeAt(scale.xOf(walk.now.elapsedMs))).toBeCloseTo(walk.now.elapsedMs, 3);
    expect(scale.timeAt(-50)).toBe(scale.fromMs);
    expect(scale.timeAt(5000)).toBe(scale.toMs);
  });
});

describe('what happened around a moment', () => {
  const walk = new Walk().toJourney().passMinutes(30);
  const atMs = walk.now.elapsedMs;
  walk.must(byHand(165, 85));
  const alertId = walk.state.alerts.at(-1)?.alertId ?? '';
  walk.passMinutes(1).must({ type: 'acknowledge-alert', alertId });
  walk.passMinutes(4).must({ type: 'record-note', stream: 'record', tagId: null, text: 'Sea' });
  walk.must({ type: 'record-note', stream: 'process', tagId: null, text: 'Only for the therapist' });
  const all = happenings(walk.state);

  it.each([
    [-2 * minuteMs - 1, 0],
    // The reading with its two alerts, a minute later the one that was acknowledged.
    [-2 * minuteMs, 3],
    [0, 4],
    [2 * minuteMs, 4],
    [2 * minuteMs + 1, 1],
  ])('%i ms from the reading there are %i entries of it', (offMs, count) => {
    const kinds = happeningsAround(all, atMs + offMs).map((one) => one.text);
    expect(kinds.filter((text) => /165\/85|Systolic|acknowledged/i.test(text))).toHaveLength(count);
  });

  it('tells who acknowledged which alert, and keeps process notes out', () => {
    expect(all.some(({ text }) => /^Alert acknowledged by .+: .+/.test(text))).toBe(true);
    expect(all.some(({ text }) => text.includes('Only for the therapist'))).toBe(false);
  });

  it('goes on to the next moment at which something happened, and stops at the ends', () => {
    expect(nextMoment(all, atMs, 'later')).toBe(atMs + 5 * minuteMs);
    expect(nextMoment(all, atMs + 5 * minuteMs, 'later')).toBeNull();
    expect(nextMoment(all, 0, 'earlier')).toBeNull();
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
