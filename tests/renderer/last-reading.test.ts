import { describe, expect, it } from 'vitest';
import { lastReadingView } from '../../renderer/console/pressure/last-reading.ts';
import type { MonitorsPicture } from '../../shared/bridge/picture.ts';
import { byHand, Walk } from '../session/walk.ts';
import { openPicture } from './fake-bridge.ts';

const monitors: MonitorsPicture = openPicture('session').monitors;
const view = (walk: Walk, shown: Partial<MonitorsPicture> = {}) =>
  lastReadingView(walk.state, { ...monitors, ...shown }, walk.now);
const problem = { code: 'no-answer', sentence: 'The monitor stopped answering.', remedy: 'Measure again.' };

describe('the place of the digits', () => {
  it('has dashes and a dashed ring where there is neither a reading nor a monitor', () => {
    const shown = view(new Walk(), { present: [], bound: null });
    expect(shown).toMatchObject({ kind: 'no-monitor', digits: null, mark: { status: 'unknown' } });
    expect(shown.line).toBe('No reading yet');
  });

  it('shows a reading in range with its age and where it came from', () => {
    const shown = view(new Walk().toJourney().passMinutes(30).must(byHand(138, 86)).passMinutes(3));
    expect(shown).toMatchObject({ kind: 'in-range', mark: { status: 'met' } });
    expect(shown.digits).toMatchObject({ systolicMmHg: 138, diastolicMmHg: 86 });
    expect(shown.line).toContain('3 min ago · by hand');
  });

  it.each([
    [159, 99, 'in-range'],
    [160, 99, 'outside'],
    [161, 99, 'outside'],
    [159, 100, 'outside'],
  ])('%i/%i in the journey is %s', (systolic, diastolic, kind) => {
    const walk = new Walk().toJourney().passMinutes(30).must(byHand(systolic, diastolic));
    expect(view(walk).kind).toBe(kind);
  });

  it.each([
    [160, 86, 70, 'High: 160, limit 160'],
    [130, 100, 70, 'High: 100, limit 100'],
    [130, 86, 111, 'Pulse high: 111, limit 110'],
    [130, 86, 49, 'Pulse low: 49, limit 50'],
  ])('%i/%i, pulse %i is said in a few words: %s', (systolic, diastolic, pulse, words) => {
    const walk = new Walk()
      .toJourney()
      .passMinutes(30)
      .must(byHand(systolic, diastolic, pulse));
    expect(view(walk).mark?.words).toBe(words);
  });

  it('fades from the minute it is due, and is gone once the protocol calls it overdue', () => {
    const walk = new Walk().toJourney();
    const doseMs = walk.state.doses[0]?.placedAt.elapsedMs ?? Number.NaN;
    const shownAt = (minutesAfterDose: number) => {
      const elapsedMs = doseMs + minutesAfterDose * 60_000;
      return lastReadingView(walk.state, monitors, { ...walk.now, elapsedMs }).kind;
    };
    expect(shownAt(40 - 1 / 60_000)).toBe('in-range');
    expect(shownAt(40)).toBe('ageing');
    const overdue = walk.state.opened?.body.protocol.durations.readingOverdueAfter.value ?? Number.NaN;
    expect(shownAt(40 + overdue - 1 / 60_000)).toBe('ageing');
    expect(shownAt(40 + overdue)).toBe('stale');
  });

  it('is dashes after a failure, with the last reading in words; while a new try runs the value stands', () => {
    const walk = new Walk().toJourney().passMinutes(30).must(byHand(138, 86)).passMinutes(3);
    const failed = view(walk, { problem, activity: 'idle' });
    expect(failed).toMatchObject({ kind: 'failed', digits: null });
    expect(failed.line).toContain('Last 138/86, 3 min ago');
    expect(view(walk, { problem, activity: 'reading-memory' }).kind).toBe('in-range');
  });

  it('never shows what was set aside as a reading, until the next true one', () => {
    const walk = new Walk().toJourney().passMinutes(30).must(byHand(138, 86)).passMinutes(1);
    walk.must({
      type: 'set-reading-aside',
      setAside: {
        reason: 'Systolic and diastolic are too close.',
        family: 'omron-classic',
        monitorTime: null,
        rawHex: ['00'],
        systolicMmHg: 90,
        diastolicMmHg: 88,
        pulsePerMin: 70,
      },
    });
    expect(view(walk)).toMatchObject({
      kind: 'implausible',
      digits: null,
      mark: { status: 'caution', words: 'Check: Systolic and diastolic are too close.' },
    });
    walk.passMinutes(1).must(byHand(136, 84));
    expect(view(walk).kind).toBe('in-range');
  });
});
