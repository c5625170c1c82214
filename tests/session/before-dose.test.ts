import { describe, expect, it } from 'vitest';
import { firstDoseGate } from '../../shared/session/gates.ts';
import { judgeBlocks } from '../../shared/session/pressure.ts';
import { byHand, dose100, Walk } from './walk.ts';

const pressure = (walk: Walk) => {
  const found = firstDoseGate(walk.state, walk.now).conditions.find((condition) => condition.id === 'blood-pressure');
  if (found === undefined) throw new Error('no blood-pressure condition');
  return found;
};

describe('blood pressure before the dose', () => {
  it.each([
    { means: [139, 89], status: 'met' },
    { means: [140, 89], status: 'unmet' },
    { means: [141, 89], status: 'unmet' },
    { means: [139, 90], status: 'unmet' },
    { means: [139, 91], status: 'unmet' },
  ] as const)('a block of $means is $status', ({ means, status }) => {
    const walk = new Walk().precheckButPressure().block([...means], [...means]);
    expect(pressure(walk).status).toBe(status);
  });

  it.each([
    { single: [179, 80], severe: false },
    { single: [180, 80], severe: true },
    { single: [181, 80], severe: true },
    { single: [150, 119], severe: false },
    { single: [150, 120], severe: true },
    { single: [150, 121], severe: true },
  ] as const)('a single reading of $single is severe: $severe', ({ single, severe }) => {
    const walk = new Walk().precheckButPressure().block([...single]);
    expect(judgeBlocks(walk.state).at(-1)?.verdict === 'severe').toBe(severe);
    expect(pressure(walk).status === 'unmet').toBe(severe);
    expect(pressure(walk).overridable).toBe(false);
  });

  it('compares the unrounded average: 139.5 passes, and is shown as 139.5', () => {
    const walk = new Walk().precheckButPressure().block([139, 80], [140, 80]);
    expect(pressure(walk)).toMatchObject({ status: 'met', detail: 'Average 139.5/80, below the limits.' });
  });

  it.each([
    { second: [130, 80], verdict: 'pass' },
    { second: [131, 80], verdict: 'one-more' },
    { second: [120, 85], verdict: 'pass' },
    { second: [120, 86], verdict: 'one-more' },
  ] as const)('120/80 then $second is $verdict', ({ second, verdict }) => {
    const walk = new Walk().precheckButPressure().block([120, 80], [...second]);
    expect(judgeBlocks(walk.state).at(-1)?.verdict).toBe(verdict);
  });

  it('averages everything of a block and never takes the lowest', () => {
    const walk = new Walk().precheckButPressure().block([150, 85], [135, 85], [137, 85]);
    const [block] = judgeBlocks(walk.state);
    expect(block?.mean?.systolicMmHg).toBeCloseTo(422 / 3);
    expect(block?.verdict).toBe('hold');
  });

  it('a high first reading is not left behind for a lower block', () => {
    const walk = new Walk().precheckButPressure().block([150, 95]);
    expect(walk.try({ type: 'start-rest' })?.code).toBe('block-unfinished');
    expect(walk.try({ type: 'interrupt-rest', reason: 'phone rang' })?.code).toBe('block-has-readings');
    const [entry] = walk.state.readings;
    walk.must({ type: 'strike-reading', readingId: entry?.reading.readingId ?? '', reason: 'The patient coughed' });
    walk.must({ type: 'interrupt-rest', reason: 'phone rang' }).block([130, 80], [130, 80]);
    expect(pressure(walk).status).toBe('met');
  });

  it('a block that was too high stays counted: it is not interrupted afterwards', () => {
    const walk = new Walk().precheckButPressure().block([150, 92], [150, 92]);
    expect(walk.try({ type: 'interrupt-rest', reason: 'phone rang' })?.code).toBe('block-has-readings');
    walk.must({ type: 'start-rest' }).passMinutes(2).must({ type: 'interrupt-rest', reason: 'phone rang' });
    expect(judgeBlocks(walk.state).map((block) => block.verdict)).toEqual(['hold']);
  });

  it.each([
    { restMinutes: 4.99, counts: 0 },
    { restMinutes: 5, counts: 1 },
    { restMinutes: 5.01, counts: 1 },
  ])('a reading after $restMinutes minutes of rest: $counts counts', ({ restMinutes, counts }) => {
    const walk = new Walk().must({ type: 'start-rest' }).passMinutes(restMinutes).must(byHand(120, 80));
    expect(judgeBlocks(walk.state).at(-1)?.readingIds).toHaveLength(counts);
  });

  it.each([
    { pauseS: 59, counts: 1 },
    { pauseS: 60, counts: 2 },
    { pauseS: 61, counts: 2 },
  ])('a second reading after $pauseS s: $counts count', ({ pauseS, counts }) => {
    const walk = new Walk()
      .block([120, 80])
      .pass(pauseS * 1000)
      .must(byHand(120, 80));
    expect(judgeBlocks(walk.state).at(-1)?.readingIds).toHaveLength(counts);
  });

  it.each([
    { ageMinutes: 29.9, status: 'met' },
    { ageMinutes: 30, status: 'met' },
    { ageMinutes: 30.1, status: 'unmet' },
  ])('a block that is $ageMinutes minutes old is $status', ({ ageMinutes, status }) => {
    const walk = new Walk().precheckButPressure().block([120, 80], [120, 80]).passMinutes(ageMinutes);
    expect(pressure(walk).status).toBe(status);
  });

  it('expires with a restart, a newer high reading and another day', () => {
    const restarted = new Walk().precheckButPressure().block([120, 80], [120, 80]);
    restarted.must({ type: 'resume', after: 'application-restart', gapMs: 1000, gapUncertain: false });
    expect(pressure(restarted).detail).toContain('started again');
    const higher = new Walk().precheckButPressure().block([120, 80], [120, 80]).pass(1000).must(byHand(150, 80));
    expect(pressure(higher).detail).toContain('beside this block');
    const late = new Walk();
    late
      .pass(13 * 3_600_000 + 50 * 60_000)
      .precheckButPressure()
      .block([120, 80], [120, 80])
      .passMinutes(5);
    expect(pressure(late).detail).toContain('another day');
  });

  it.each([
    { soon: [139, 89], status: 'met' },
    { soon: [140, 89], status: 'unmet' },
    { soon: [139, 90], status: 'unmet' },
  ] as const)('a reading of $soon taken too soon between two that count is $status', ({ soon, status }) => {
    const walk = new Walk().precheckButPressure().block([120, 80]);
    const repeat = (systolic: number, diastolic: number) => {
      walk.pass(30_000).must(byHand(systolic, diastolic));
      for (const entry of walk.state.readings.filter((reading) => reading.status === 'pending')) {
        walk.must({ type: 'confirm-reading', readingId: entry.reading.readingId });
      }
    };
    repeat(soon[0], soon[1]);
    repeat(120, 80);
    expect(judgeBlocks(walk.state).at(-1)).toMatchObject({ verdict: 'pass', mean: { systolicMmHg: 120 } });
    expect(pressure(walk).status).toBe(status);
  });

  it('three high blocks end it; only the prescriber of the order overrides, up to the limit named', () => {
    const walk = new Walk()
      .precheckButPressure()
      .block([150, 92], [150, 92])
      .block([148, 92], [148, 92])
      .block([146, 91], [146, 91]);
    expect(walk.try({ type: 'start-rest' })?.code).toBe('no-more-blocks');
    expect(pressure(walk)).toMatchObject({ status: 'unmet', overridable: true });
    const override = {
      type: 'override',
      conditionId: 'blood-pressure',
      prescriber: 'Dr. P. Rescriber',
      means: 'phone',
      contactedMinutesAgo: 1,
      orderReadBack: true,
      reason: 'Known white-coat effect',
      limit: '150 over 95',
      systolicUpToMmHg: 150,
      diastolicUpToMmHg: 95,
      validForMinutes: 20,
    } as const;
    expect(walk.try({ ...override, prescriber: 'Somebody Else' })?.code).toBe('not-the-prescriber');
    expect(walk.try({ ...override, prescriber: 'T. Herapist' })?.code).toBe('not-the-prescriber');
    expect(walk.try({ ...override, systolicUpToMmHg: null })?.code).toBe('override-limit-missing');
    expect(walk.try({ ...override, conditionId: 'identity' })?.code).toBe('nothing-to-override');
    walk.must({ ...override, systolicUpToMmHg: 145 });
    expect(pressure(walk).status).toBe('unmet');
    walk.must(override);
    expect(pressure(walk)).toMatchObject({ status: 'met', overridden: true });
    walk.passMinutes(20);
    expect(pressure(walk).status).toBe('met');
    walk.pass(1000);
    expect(pressure(walk).status).toBe('unmet');
  });

  it('never overrides a severe reading; it may be struck only after a repeat below the limit', () => {
    const walk = new Walk().precheckButPressure().block([181, 90]);
    const id = walk.state.readings[0]?.reading.readingId ?? '';
    expect(walk.try({ type: 'strike-reading', readingId: id, reason: 'moved' })?.code).toBe('severe-not-repeated');
    walk.pass(59_000).must(byHand(130, 80));
    expect(walk.try({ type: 'strike-reading', readingId: id, reason: 'moved' })?.code).toBe('severe-not-repeated');
    walk.pass(1000).must(byHand(130, 80)).must({ type: 'strike-reading', readingId: id, reason: 'moved' });
    expect(walk.state.readings[0]).toMatchObject({ status: 'struck', struckReason: 'moved' });
  });

  it('an unconfirmed monitor reading makes it unknown', () => {
    const walk = new Walk().precheckButPressure().block([120, 80], [120, 80]);
    walk.must({
      type: 'record-monitor-reading',
      monitorClockDifferenceMs: null,
      reading: {
        readingId: 'r1',
        systolicMmHg: 118,
        diastolicMmHg: 78,
        pulsePerMin: 66,
        flags: [],
        source: {
          kind: 'monitor',
          family: 'beurer-bm55',
          model: 'BM58',
          monitorId: 'm',
          slot: 'A',
          monitorTime: null,
          rawHex: ['5d'],
        },
      },
    });
    expect(pressure(walk).status).toBe('unknown');
    walk.must({ type: 'confirm-reading', readingId: 'r1' });
    expect(pressure(walk).status).toBe('met');
  });
});

describe('the gates to the dose', () => {
  it('opens only with every condition met', () => {
    const walk = new Walk();
    expect(walk.try({ type: 'open-dosing' })?.code).toBe('gate-dosing');
    walk.toDosing();
    expect(walk.state.phase).toBe('dosing');
  });

  it('asks the patient’s own go-ahead after the pressure passed', () => {
    const walk = new Walk().precheckButPressure().block([120, 80], [120, 80]).must({ type: 'open-dosing' });
    expect(walk.try(dose100)?.code).toBe('gate-first-dose');
    walk.must({ type: 'give-go-ahead', inTheirWords: 'Yes' }, dose100);
    expect(walk.state.phase).toBe('absorption');
  });

  it.each([
    { strengthMg: 199, refusal: null },
    { strengthMg: 200, refusal: null },
    { strengthMg: 201, refusal: 'above-first-dose' },
  ])('a first dose of $strengthMg mg against an order of 200', ({ strengthMg, refusal }) => {
    const walk = new Walk().toDosing();
    expect(walk.try({ ...dose100, strengthMg } as typeof dose100)?.code ?? null).toBe(refusal);
  });

  it.each([
    { totalMg: 399, refusal: null },
    { totalMg: 400, refusal: null },
    { totalMg: 401, refusal: 'above-soft-maximum' },
  ])('a dose of $totalMg mg against the soft maximum', ({ totalMg, refusal }) => {
    const walk = new Walk().precheckButPressure();
    walk
      .must({
        type: 'record-order',
        prescriber: 'Dr. P. Rescriber',
        medicine: 'ketamine',
        form: 'troche',
        firstDoseMg: 500,
        boosterAllowed: false,
        maximumTotalMg: 500,
      })
      .block([120, 80], [120, 80])
      .must({ type: 'open-dosing' }, { type: 'give-go-ahead', inTheirWords: '' });
    const dose = {
      type: 'place-dose',
      medicine: 'ketamine',
      form: 'troche',
      strengthMg: totalMg,
      count: 1,
      lot: 'L',
      selfAdministered: true,
    } as const;
    expect(walk.try({ ...dose, aboveSoftMaximumSeen: false })?.code ?? null).toBe(refusal);
    if (refusal !== null) expect(walk.try({ ...dose, aboveSoftMaximumSeen: true })).toBeNull();
  });

  it.each([
    { hours: 5.9, status: 'unmet' },
    { hours: 6, status: 'met' },
    { hours: 6.1, status: 'met' },
  ])('last food $hours h ago is $status', ({ hours, status }) => {
    const walk = new Walk().must({ type: 'record-fasting', hoursSinceFood: hours, hoursSinceClearFluid: 3 });
    const found = firstDoseGate(walk.state, walk.now).conditions.find((condition) => condition.id === 'fasting-food');
    expect(found?.status).toBe(status);
  });

  it('refuses a rideshare or a taxi as escort, in whatever words', () => {
    const walk = new Walk();
    const escort = {
      type: 'record-escort',
      name: 'Ann',
      relation: 'friend',
      phone: '5555',
      broughtThePatient: true,
      kind: 'known-adult',
    } as const;
    expect(walk.try({ ...escort, kind: 'rideshare-or-taxi' })?.code).toBe('escort-refused');
    expect(walk.try({ ...escort, relation: 'Uber driver' })?.code).toBe('escort-refused');
    expect(walk.try({ ...escort, name: 'City Taxi' })?.code).toBe('escort-refused');
    expect(walk.try(escort)).toBeNull();
  });

  it('never lets a no-dose answer be overridden', () => {
    const walk = new Walk()
      .precheckButPressure()
      .must({ type: 'answer-question', questionId: 'aneurysm', answer: 'yes', remarks: '' });
    const refusal = walk.try({
      type: 'override',
      conditionId: 'question:aneurysm',
      prescriber: 'Dr. P. Rescriber',
      means: 'phone',
      contactedMinutesAgo: 0,
      orderReadBack: true,
      reason: 'x',
      limit: 'x',
      systolicUpToMmHg: null,
      diastolicUpToMmHg: null,
      validForMinutes: 10,
    });
    expect(refusal?.code).toBe('not-overridable');
  });
});
