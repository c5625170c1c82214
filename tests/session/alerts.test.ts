import { describe, expect, it } from 'vitest';
import { openAlerts } from '../../shared/session/alerts.ts';
import type { Command } from '../../shared/session/command.ts';
import { deadlines } from '../../shared/session/deadlines.ts';
import { prompts } from '../../shared/session/prompts.ts';
import { byHand, Walk } from './walk.ts';

const causes = (walk: Walk) => openAlerts(walk.state).map((alert) => `${alert.priority} ${alert.cause}`);
const observe = (signal: 'oxygen-saturation' | 'respiratory-rate' | 'responsiveness', value: number): Command => ({
  type: 'record-observation',
  observation: { signal, value },
});

// The highest severity first; baseline 121/79, so a rise of 40/25 is 161/104.
describe('limits after the dose', () => {
  it.each([
    { reading: [159, 80, 70], expected: [] },
    { reading: [160, 80, 70], expected: ['medium systolic-medium'] },
    { reading: [161, 80, 70], expected: ['medium systolic-medium', 'medium systolic-rise'] },
    { reading: [179, 80, 70], expected: ['medium systolic-medium', 'medium systolic-rise'] },
    { reading: [180, 80, 70], expected: ['high systolic-high', 'medium systolic-rise'] },
    { reading: [181, 80, 70], expected: ['high systolic-high', 'medium systolic-rise'] },
    { reading: [130, 99, 70], expected: [] },
    { reading: [130, 100, 70], expected: ['medium diastolic-medium'] },
    { reading: [130, 103, 70], expected: ['medium diastolic-medium'] },
    { reading: [130, 104, 70], expected: ['medium diastolic-medium', 'medium diastolic-rise'] },
    { reading: [130, 109, 70], expected: ['medium diastolic-medium', 'medium diastolic-rise'] },
    { reading: [130, 110, 70], expected: ['high diastolic-high', 'medium diastolic-rise'] },
    { reading: [90, 60, 70], expected: [] },
    { reading: [89, 60, 70], expected: ['medium systolic-low'] },
    { reading: [120, 80, 110], expected: [] },
    { reading: [120, 80, 111], expected: ['medium pulse-high'] },
    { reading: [120, 80, 130], expected: ['medium pulse-high'] },
    { reading: [120, 80, 131], expected: ['high pulse-very-high'] },
    { reading: [120, 80, 50], expected: [] },
    { reading: [120, 80, 49], expected: ['medium pulse-low'] },
    { reading: [120, 80, 40], expected: ['medium pulse-low'] },
    { reading: [120, 80, 39], expected: ['high pulse-very-low'] },
  ] as const)('a reading of $reading raises $expected', ({ reading, expected }) => {
    expect(causes(new Walk().toJourney().must(byHand(reading[0], reading[1], reading[2])))).toEqual(expected);
  });

  it.each([
    { signal: 'oxygen-saturation', value: 94, expected: [] },
    { signal: 'oxygen-saturation', value: 93, expected: ['medium oxygen-low'] },
    { signal: 'oxygen-saturation', value: 90, expected: ['medium oxygen-low'] },
    { signal: 'oxygen-saturation', value: 89, expected: ['high oxygen-very-low'] },
    { signal: 'respiratory-rate', value: 7, expected: ['high breathing-very-slow'] },
    { signal: 'respiratory-rate', value: 8, expected: ['medium breathing-slow'] },
    { signal: 'respiratory-rate', value: 9, expected: ['medium breathing-slow'] },
    { signal: 'respiratory-rate', value: 10, expected: [] },
    { signal: 'respiratory-rate', value: 24, expected: [] },
    { signal: 'respiratory-rate', value: 25, expected: ['medium breathing-fast'] },
    { signal: 'respiratory-rate', value: 30, expected: ['medium breathing-fast'] },
    { signal: 'respiratory-rate', value: 31, expected: ['high breathing-very-fast'] },
    { signal: 'responsiveness', value: 4, expected: [] },
    { signal: 'responsiveness', value: 3, expected: ['medium responsiveness-low'] },
    { signal: 'responsiveness', value: 2, expected: ['medium responsiveness-low'] },
    { signal: 'responsiveness', value: 1, expected: ['high responsiveness-very-low'] },
  ] as const)('$signal $value raises $expected', ({ signal, value, expected }) => {
    expect(causes(new Walk().toJourney().must(observe(signal, value)))).toEqual(expected);
  });

  it('latches until acknowledged, ends with a value inside, and comes back while a high one stands', () => {
    const walk = new Walk().toJourney().must(byHand(185, 90));
    const alert = openAlerts(walk.state)[0];
    if (alert === undefined) throw new Error('no alert');
    walk.must({ type: 'acknowledge-alert', alertId: alert.alertId });
    walk.pass(119_000).must({ type: 'tick' });
    expect(walk.state.alerts.filter((entry) => entry.cause === 'systolic-high')).toHaveLength(1);
    walk.pass(1_000).must({ type: 'tick' });
    expect(openAlerts(walk.state)[0]).toMatchObject({ cause: 'systolic-high', acknowledgedAt: null });
    walk.must(byHand(130, 80));
    expect(causes(walk)).toEqual(['high systolic-high', 'medium systolic-rise']);
    for (const open of openAlerts(walk.state)) walk.must({ type: 'acknowledge-alert', alertId: open.alertId });
    expect(causes(walk)).toEqual([]);
  });
});

describe('an alert after the patient has left', () => {
  it('does not come back', () => {
    const walk = new Walk().toJourney().must(byHand(185, 90));
    for (const open of openAlerts(walk.state)) walk.must({ type: 'acknowledge-alert', alertId: open.alertId });
    walk.must({
      type: 'leave-against-advice',
      inTheirWords: 'I go',
      toldWhom: 'prescriber',
      escortPresent: true,
      drivesThemselves: false,
      safetySteps: [],
    });
    const before = walk.state.alerts.length;
    walk.passMinutes(30).must({ type: 'tick' });
    expect(walk.state.alerts).toHaveLength(before);
  });
});

describe('deadlines and prompts', () => {
  const due = (walk: Walk) => prompts(walk.state, walk.now).map((prompt) => prompt.id.split(':')[0]);

  it.each([
    { minutes: 39.99, asked: false },
    { minutes: 40, asked: true },
  ])('the reading after the dose at $minutes minutes: asked $asked', ({ minutes, asked }) => {
    const walk = new Walk().toJourney();
    walk.pass((walk.state.doses[0]?.placedAt.elapsedMs ?? 0) + minutes * 60_000 - walk.now.elapsedMs);
    expect(due(walk).includes('reading-after-dose')).toBe(asked);
  });

  it('is overdue five minutes later, once, and ends with the reading', () => {
    const walk = new Walk().toJourney().passMinutes(32.99).must({ type: 'tick' });
    expect(causes(walk)).toEqual([]);
    walk.passMinutes(0.01).must({ type: 'tick' }, { type: 'tick' });
    expect(causes(walk)).toHaveLength(1);
    walk.must(byHand(120, 80), { type: 'tick' });
    expect(openAlerts(walk.state)[0]?.endedAt).not.toBeNull();
  });

  it.each([
    { minutes: 9.99, early: 'early-without-reason' },
    { minutes: 10, early: null },
  ])('a hold that ends at $minutes minutes', ({ minutes, early }) => {
    const walk = new Walk().toAbsorption().passMinutes(minutes);
    expect(walk.try({ type: 'end-hold', doseId: walk.doseId(), outcome: 'spat', earlyReason: '' })?.code ?? null).toBe(
      early,
    );
  });

  it('asks for a look every 15 minutes, at 45 and at 60, and never goes on by itself', () => {
    const walk = new Walk().toJourney();
    expect(due(walk)).not.toContain('glance');
    walk.passMinutes(3);
    expect(due(walk)).toContain('glance');
    walk.must({ type: 'record-glance', breathingFine: true });
    expect(due(walk)).not.toContain('glance');
    walk.passMinutes(42);
    expect(due(walk)).toContain('journey-minimum');
    expect(due(walk)).not.toContain('journey-maximum');
    walk.passMinutes(15);
    expect(due(walk)).toContain('journey-maximum');
    expect(walk.state.phase).toBe('journey');
  });

  it('repeats an elevated reading until two in a row are inside again', () => {
    const walk = new Walk().toJourney().must(byHand(165, 90));
    const repeats = () =>
      deadlines(walk.state, walk.now).filter((deadline) => deadline.id === 'elevated-repeat').length;
    expect(repeats()).toBe(1);
    walk.passMinutes(5).must(byHand(150, 85));
    expect(repeats()).toBe(1);
    walk.passMinutes(5).must(byHand(140, 80));
    expect(repeats()).toBe(0);
  });

  it('undoes a phase change within ten seconds, and not once something depends on it', () => {
    const walk = new Walk().toJourney().must({ type: 'begin-return' }).pass(10_000);
    walk.must({ type: 'undo-phase-change' });
    expect(walk.state.phase).toBe('journey');
    walk.must({ type: 'begin-return' }).pass(10_001);
    expect(walk.try({ type: 'undo-phase-change' })?.code).toBe('undo-too-late');
    const depended = new Walk().toJourney().must({ type: 'begin-return' }, byHand(120, 80));
    expect(depended.try({ type: 'undo-phase-change' })?.code).toBe('undo-depended-on');
    expect(new Walk().toAbsorption().try({ type: 'undo-phase-change' })?.code).toBe('nothing-to-undo');
  });
});

describe('corrections and late entries', () => {
  it('keeps both times of a late note', () => {
    const walk = new Walk().toJourney().passMinutes(10);
    walk.must({ type: 'record-note', stream: 'record', tagId: null, text: 'spoke', happenedMinutesAgo: 5 });
    const note = walk.state.notes[0];
    expect((note?.recordedAt.elapsedMs ?? 0) - (note?.at.elapsedMs ?? 0)).toBe(300_000);
  });

  it('corrects a dose by a new event; the old one stays in the journal', () => {
    const walk = new Walk().toAbsorption();
    const placed = walk.state.events.find((event) => event.body.type === 'dose-placed');
    if (placed?.body.type !== 'dose-placed') throw new Error('no dose');
    walk.passMinutes(1).must({
      type: 'correct',
      eventId: placed.eventId,
      reason: 'wrong lot',
      body: { ...placed.body, lot: 'L9' },
      earlierByMinutes: 2,
    });
    expect(walk.state.doses[0]).toMatchObject({
      lot: 'L9',
      placedAt: { elapsedMs: placed.happenedAt.elapsedMs - 120_000 },
    });
    expect(walk.state.events.find((event) => event.eventId === placed.eventId)).toBe(placed);
    expect(
      walk.try({ type: 'correct', eventId: placed.eventId, reason: 'x', body: null, earlierByMinutes: -10 })?.code,
    ).toBe('in-the-future');
  });

  it('corrects no reading before the dose, and no severe one', () => {
    const walk = new Walk().precheckButPressure().block([185, 80]);
    const readingEvent = (index: number) => {
      const event = walk.state.events.filter((candidate) => candidate.body.type === 'reading-recorded').at(index);
      if (event?.body.type !== 'reading-recorded') throw new Error('no reading');
      return { event, lower: { ...event.body, reading: { ...event.body.reading, systolicMmHg: 118 } } };
    };
    const { event, lower } = readingEvent(-1);
    const correction = { type: 'correct', eventId: event.eventId, reason: 'slip', earlierByMinutes: null } as const;
    expect(walk.try({ ...correction, body: lower })?.code).toBe('reading-not-corrected');
    expect(walk.try({ ...correction, body: null, earlierByMinutes: -1 })?.code).toBe('reading-not-corrected');
  });

  it('lets no correction in that could not have been entered', () => {
    const walk = new Walk().toAbsorption();
    const escort = walk.state.events.find((event) => event.body.type === 'escort-recorded');
    if (escort?.body.type !== 'escort-recorded') throw new Error('no escort');
    expect(
      walk.try({
        type: 'correct',
        eventId: escort.eventId,
        reason: 'x',
        body: { ...escort.body, relation: 'taxi' },
        earlierByMinutes: null,
      })?.code,
    ).toBe('escort-refused');
    const reading = walk.state.events.find((event) => event.body.type === 'reading-recorded');
    if (reading?.body.type !== 'reading-recorded') throw new Error('no reading');
    const zero = { ...reading.body, reading: { ...reading.body.reading, systolicMmHg: 0, diastolicMmHg: 0 } };
    expect(
      walk.try({ type: 'correct', eventId: reading.eventId, reason: 'x', body: zero, earlierByMinutes: null })?.code,
    ).toBe('reading-all-zero');
  });
});
