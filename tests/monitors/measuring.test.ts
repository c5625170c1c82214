import { describe, expect, test } from 'vitest';
import { monitorProblem } from '../../electron/monitors/monitor-problem.ts';
import type { MonitorsClient } from '../../electron/monitors/monitors-client.ts';
import { type Delivery, initialMonitorsState, type MonitorsState } from '../../electron/monitors/monitors-state.ts';
import { Measuring } from '../../electron/session/measuring.ts';
import type { Command } from '../../shared/session/command.ts';
import { replay } from '../../shared/session/evolve.ts';
import type { Reading, SetAside } from '../../shared/vitals/reading.ts';
import { journalOf, momentAt } from '../renderer/small-session.ts';

const key = 'omron-classic:port:1-3';
function reading(readingId: string, systolicMmHg: number, monitorTime: string | null = '2026-11-23T14:05'): Reading {
  return {
    readingId,
    systolicMmHg,
    diastolicMmHg: 80,
    pulsePerMin: 70,
    flags: [],
    source: {
      kind: 'monitor',
      family: 'omron-classic',
      model: 'M10-IT',
      monitorId: `${key}:slot:A`,
      slot: 'A',
      monitorTime,
      rawHex: ['00'],
    },
  };
}
const delivered = (over: Partial<Delivery>): Delivery => ({
  fresh: [],
  candidates: [],
  setAside: [],
  withoutSnapshot: false,
  clock: 'unknown',
  clockDifferenceMs: null,
  ...over,
});

/** The joint between a client that the test plays and a session whose journal is folded by the real rules. */
function bench() {
  const accepted: Command[] = [];
  const asked: string[] = [];
  let state: MonitorsState = initialMonitorsState;
  let sessionId: string | null = 'session';
  let shown: string | null = 'session';
  let deliver: (delivery: Delivery) => void = () => undefined;
  let tell: (state: MonitorsState) => void = () => undefined;
  let nowMs = 0;
  let changes = 0;
  const ask = (what: string) => () => void asked.push(what);
  const client: MonitorsClient = {
    start: ask('start'),
    stop: ask('stop'),
    bind: ask('bind'),
    beginMeasurement: ask('begin'),
    fetchNew: ask('fetch'),
    startMonitor: ask('start-monitor'),
    stopMonitor: ask('stop-monitor'),
    cancel: ask('cancel'),
    state: () => state,
    busy: () => false,
    pid: () => null,
    onState: (listener) => {
      tell = listener;
      return () => undefined;
    },
    onReading: (listener) => {
      deliver = listener;
      return () => undefined;
    },
    onBusy: () => () => undefined,
  };
  const session = () => replay(journalOf(...accepted));
  const measuring = new Measuring({
    client,
    clock: { read: () => momentAt(nowMs), rate: () => 1 },
    simulated: false,
    report: async (command) => {
      if (sessionId === null) {
        return { ok: false, problem: { code: 'no-session', sentence: 'No session is open.', remedy: 'Open one.' } };
      }
      accepted.push(command);
      return { ok: true, value: null };
    },
    running: () => (sessionId === null ? null : { sessionId, readings: session().readings }),
    shownSessionId: () => shown,
    changed: () => {
      changes += 1;
    },
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    measuring,
    asked,
    changes: () => changes,
    recorded: () => session().readings.map((entry) => entry.reading),
    setAside: (): readonly SetAside[] => session().setAside.map((entry) => entry.setAside),
    async deliver(delivery: Partial<Delivery>) {
      deliver(delivered(delivery));
      await settle();
    },
    async become(next: Partial<MonitorsState>, atMs = 0) {
      nowMs = atMs;
      state = { ...state, ...next };
      tell(state);
      await settle();
    },
    lock: () => {
      shown = null;
    },
    unlock: () => {
      shown = sessionId;
    },
    run: (id: string | null) => {
      sessionId = id;
      shown = id;
    },
  };
}
const three = [reading('c1', 124), reading('c2', 141, '2026-11-23T09:00'), reading('c3', 133, null)];

describe('readings in doubt', () => {
  test('one alone is recorded with that mark', async () => {
    const { deliver, recorded, measuring } = bench();
    await deliver({ candidates: three.slice(0, 1) });
    expect(recorded()).toMatchObject([{ readingId: 'c1', flags: ['doubtful-age'] }]);
    expect(measuring.picture().candidates).toEqual([]);
  });

  test('two or more are shown, and nothing is recorded before the therapist says which', async () => {
    const { deliver, recorded, setAside, measuring, changes } = bench();
    await deliver({ candidates: three, clockDifferenceMs: 180_000 });
    expect(recorded()).toEqual([]);
    expect(setAside()).toEqual([]);
    expect(measuring.picture()).toMatchObject({
      candidates: [
        { readingId: 'c1', systolicMmHg: 124, monitorTime: '2026-11-23T14:05' },
        { readingId: 'c2', systolicMmHg: 141 },
        { readingId: 'c3', systolicMmHg: 133, monitorTime: null },
      ],
      candidatesClockDifferenceMs: 180_000,
    });
    expect(changes()).toBeGreaterThan(0);
  });

  test('the one that is taken is recorded with its mark, the others are set aside with the reason', async () => {
    const { deliver, recorded, setAside, measuring } = bench();
    await deliver({ candidates: three });
    expect(await measuring.takeCandidate('c2')).toMatchObject({ ok: true });
    expect(recorded()).toMatchObject([{ readingId: 'c2', systolicMmHg: 141, flags: ['doubtful-age'] }]);
    expect(setAside().map(({ systolicMmHg }) => systolicMmHg)).toEqual([124, 133]);
    expect(setAside().every(({ reason, rawHex }) => reason.includes('chose another') && rawHex.length === 1)).toBe(
      true,
    );
    expect(measuring.picture().candidates).toEqual([]);
    expect(await measuring.takeCandidate('c1')).toMatchObject({ ok: false });
  });

  test('pressed twice, one is taken', async () => {
    const { deliver, recorded, setAside, measuring } = bench();
    await deliver({ candidates: three });
    await Promise.all([measuring.takeCandidate('c1'), measuring.takeCandidate('c2'), measuring.declineCandidates()]);
    expect(recorded().map(({ readingId }) => readingId)).toEqual(['c1']);
    expect(setAside()).toHaveLength(2);
  });

  test('those declined stand in the journal as set aside', async () => {
    const { deliver, recorded, setAside, measuring } = bench();
    await deliver({ candidates: three });
    await measuring.declineCandidates();
    expect(recorded()).toEqual([]);
    expect(setAside().map(({ systolicMmHg }) => systolicMmHg)).toEqual([124, 141, 133]);
    expect(setAside()[0]?.reason).toContain('none of those');
    expect(measuring.picture().candidates).toEqual([]);
  });

  test('an unknown one is refused and changes nothing', async () => {
    const { deliver, recorded, measuring } = bench();
    await deliver({ candidates: three });
    expect(await measuring.takeCandidate('c9')).toMatchObject({ ok: false, problem: { code: 'no-such-candidate' } });
    expect(recorded()).toEqual([]);
    expect(measuring.picture().candidates).toHaveLength(3);
  });

  test('are not shown while the vault is locked, and are there after it', async () => {
    const joint = bench();
    await joint.deliver({ candidates: three });
    joint.lock();
    expect(joint.measuring.picture()).toMatchObject({ candidates: [], candidatesClockDifferenceMs: null });
    joint.unlock();
    expect(joint.measuring.picture().candidates).toHaveLength(3);
    await joint.measuring.takeCandidate('c1');
    expect(joint.recorded()).toHaveLength(1);
  });

  test('never go into another session', async () => {
    const joint = bench();
    await joint.deliver({ candidates: three });
    joint.run('other');
    expect(joint.measuring.picture().candidates).toEqual([]);
    expect(await joint.measuring.takeCandidate('c1')).toMatchObject({ ok: false });
    await joint.measuring.declineCandidates();
    expect(joint.recorded()).toEqual([]);
    expect(joint.setAside()).toEqual([]);
  });

  test('overtaken by another measurement they are set aside, but not what was read again', async () => {
    const { deliver, recorded, setAside, measuring } = bench();
    await deliver({ candidates: three });
    await deliver({
      candidates: [reading('d0', 150), ...three.map((one, at) => ({ ...one, readingId: `d${at + 1}` }))],
    });
    expect(setAside()).toEqual([]);
    expect(measuring.picture().candidates.map(({ readingId }) => readingId)).toEqual(['d0', 'd1', 'd2', 'd3']);
    await deliver({ fresh: [reading('f', 128)] });
    expect(recorded().map(({ readingId }) => readingId)).toEqual(['f']);
    expect(setAside()).toHaveLength(4);
    expect(setAside()[0]?.reason).toContain('Another measurement came');
  });

  test('what the session has already is not asked about; without a time it cannot be told', async () => {
    const { deliver, recorded, measuring } = bench();
    await deliver({ fresh: [reading('f', 124)] });
    await deliver({ candidates: [reading('c1', 124)] });
    expect(recorded()).toHaveLength(1);
    expect(measuring.picture().problem?.code).toBe(monitorProblem.nothingNew().code);
    measuring.begin();
    expect(measuring.picture().problem).toBeNull();
    await deliver({ fresh: [reading('g', 131, null)] });
    await deliver({ candidates: [reading('c2', 131, null)] });
    expect(recorded().map(({ readingId }) => readingId)).toEqual(['f', 'g', 'c2']);
  });

  test('without a session nothing is kept, and the therapist is told where it is', async () => {
    const joint = bench();
    joint.run(null);
    await joint.deliver({ candidates: three });
    expect(joint.measuring.picture().problem?.code).toBe(monitorProblem.noSession().code);
    await joint.deliver({ fresh: [reading('f', 124)] });
    expect(joint.measuring.picture().problem?.code).toBe('no-session');
  });
});

describe('a monitor that can be started', () => {
  test('start and stop are handed on, each press once', () => {
    const { measuring, asked } = bench();
    measuring.startMonitor();
    measuring.stopMonitor();
    expect(asked).toEqual(['start-monitor', 'stop-monitor']);
  });

  test.each([
    ['live-measuring', false],
    ['live-stopping', false],
    ['live-listening', true],
    ['idle', true],
  ] as const)('another is not chosen while %s', async (activity, chosen) => {
    const { measuring, become, asked } = bench();
    const monitor = {
      key,
      family: 'omron-classic',
      familyName: 'Omron',
      product: 'M10-IT',
      serial: null,
      port: '1-3',
      honestStatus: 'Unproven on hardware.',
      slots: ['A' as const, 'B' as const],
      needsReplugBetweenReads: false,
      live: true,
    } as const;
    await become({ activity, present: [{ ...monitor, slots: [...monitor.slots] }] });
    // Neither is the screen with the stop left for another.
    expect(measuring.underWay()?.code ?? null).toBe(chosen ? null : 'monitor-measuring');
    expect(measuring.bind(key, 'A').ok).toBe(chosen);
    expect(asked).toEqual(chosen ? ['bind'] : []);
    expect(measuring.picture().present[0]).toMatchObject({ where: 'USB socket 1-3' });
    // With two slots neither is taken for granted.
    expect(measuring.bind(key, null)).toMatchObject({ ok: false });
  });

  test('the picture says whether the chosen one is there', async () => {
    const { measuring, become } = bench();
    const chosen = {
      key,
      family: 'omron-classic',
      familyName: 'Omron',
      product: 'M10-IT',
      serial: null,
      port: '1-3',
      honestStatus: 'Unproven on hardware.',
      slots: ['A'],
      slot: 'A',
      model: null,
      needsReplugBetweenReads: false,
      live: false,
    } satisfies Omit<NonNullable<MonitorsState['bound']>, 'pluggedIn'>;
    for (const pluggedIn of [true, false]) {
      await become({ bound: { ...chosen, pluggedIn } });
      expect(measuring.picture().bound).toMatchObject({ name: 'M10-IT', pluggedIn });
    }
  });

  test('the picture says since when it measures', async () => {
    const { measuring, become } = bench();
    expect(measuring.picture().activitySinceWallMs).toBeNull();
    await become({ activity: 'live-measuring' }, 60_000);
    await become({ activity: 'live-measuring', busy: true }, 75_000);
    expect(measuring.picture().activitySinceWallMs).toBe(momentAt(60_000).wallMs);
    await become({ activity: 'idle' }, 80_000);
    expect(measuring.picture().activitySinceWallMs).toBeNull();
  });
});
