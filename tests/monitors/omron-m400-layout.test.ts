import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HidBus } from '../../electron/monitors/hid-transport.ts';
import { type ExchangeResult, startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import type { MemoryEntry } from '../../electron/monitors/monitor-family.ts';
import { omronM400 } from '../../electron/monitors/omron-m400.ts';
import { type BeyondTheMemory, createM400Simulator, type M400Simulator } from '../simulators/omron-m400-simulator.ts';
import { createVirtualTimer, type VirtualTimer } from '../simulators/virtual-timer.ts';

/** A's systolic is even, B's is odd: whose a reading truly is can be seen from its numbers. */
const startMs = Date.UTC(2025, 0, 1, 8, 0, 0);
const readingOf = (slot: 'A' | 'B', count: number) => ({
  localMs: startMs + count * 3_600_000,
  systolicMmHg: 120 + 2 * (count % 20) + (slot === 'A' ? 0 : 1),
  diastolicMmHg: 70 + (count % 7),
  pulsePerMin: 60 + (count % 11),
});
const trueOwner = (systolicMmHg: number) => (systolicMmHg % 2 === 0 ? 'A' : 'B');

async function read(timer: VirtualTimer, bus: HidBus, known: ReadonlySet<string> | null = null) {
  const [listing] = await bus.list().then((listed) => (listed.ok ? listed.value : []));
  if (listing === undefined) throw new Error('nothing is plugged in');
  const claimed = { key: 'k', family: omronM400, listing };
  return timer.settle(startMemoryExchange(bus, claimed, timer, known).result);
}

function contentsOf(result: ExchangeResult): readonly MemoryEntry[] {
  if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
  return result.contents.entries;
}

/** Slots of what was read as a record, `?` for what it is not known whose it is. */
const summary = (entries: readonly MemoryEntry[]) => {
  const counts = { A: 0, B: 0, '?': 0 };
  for (const { kind, record } of entries) {
    if (kind === 'unreadable') counts['?'] += 1;
    else counts[record.slot ?? '?'] += 1;
  }
  return counts;
};

type Filling = {
  readonly perUser: 60 | 100;
  readonly about?: string;
  readonly beyond?: BeyondTheMemory;
  readonly a: number;
  readonly b: number;
};

async function filled({ a, b, ...options }: Filling) {
  const timer = createVirtualTimer();
  const simulator = createM400Simulator(timer, options);
  for (let count = 0; count < a; count += 1) simulator.store('A', readingOf('A', count));
  for (let count = 0; count < b; count += 1) simulator.store('B', readingOf('B', count));
  return { timer, simulator, entries: contentsOf(await read(timer, simulator.bus)) };
}

describe('whose a reading is', () => {
  test.each<readonly [string, Filling, ReturnType<typeof summary>]>([
    ['the smaller model, a few of each', { perUser: 60, a: 3, b: 2 }, { A: 3, B: 2, '?': 0 }],
    ['the larger model, a few of each', { perUser: 100, a: 3, b: 2 }, { A: 3, B: 2, '?': 0 }],
    ['the smaller, one place before A is full', { perUser: 60, a: 59, b: 5 }, { A: 59, B: 5, '?': 0 }],
    // From here on the same bytes are possible in either model.
    ['the smaller, A full', { perUser: 60, a: 60, b: 5 }, { A: 60, B: 0, '?': 5 }],
    ['the larger, A the same', { perUser: 100, a: 65, b: 0 }, { A: 60, B: 0, '?': 5 }],
    ['the smaller, nothing of A', { perUser: 60, a: 0, b: 5 }, { A: 0, B: 0, '?': 5 }],
    ['the smaller, both full', { perUser: 60, a: 80, b: 80 }, { A: 60, B: 20, '?': 40 }],
    ['the larger, both full', { perUser: 100, a: 130, b: 130 }, { A: 100, B: 100, '?': 0 }],
    ['the smaller, B at 39', { perUser: 60, a: 30, b: 39 }, { A: 30, B: 39, '?': 0 }],
    ['the smaller, B at 40', { perUser: 60, a: 30, b: 40 }, { A: 30, B: 0, '?': 40 }],
    ['the larger, B at 1', { perUser: 100, a: 70, b: 1 }, { A: 70, B: 1, '?': 0 }],
    ['the larger, B at 19', { perUser: 100, a: 70, b: 19 }, { A: 70, B: 19, '?': 0 }],
    ['the larger, B at 20', { perUser: 100, a: 70, b: 20 }, { A: 60, B: 20, '?': 10 }],
    ['the larger, A full and B at 1', { perUser: 100, a: 100, b: 1 }, { A: 60, B: 1, '?': 40 }],
    // Behind the smaller memory stand five records of the larger: not enough; six are.
    ['the larger, B at 25', { perUser: 100, a: 70, b: 25 }, { A: 60, B: 20, '?': 15 }],
    ['the larger, B at 26', { perUser: 100, a: 70, b: 26 }, { A: 70, B: 26, '?': 0 }],
    ['the smaller, full and named', { perUser: 60, a: 80, b: 5, about: 'HEM-7131U' }, { A: 60, B: 5, '?': 0 }],
    ['the larger, named', { perUser: 100, a: 65, b: 5, about: 'HEM-7322U' }, { A: 65, B: 5, '?': 0 }],
    ['the smaller, full and silent beyond', { perUser: 60, a: 60, b: 5, beyond: 'silent' }, { A: 60, B: 5, '?': 0 }],
    ['the smaller, full and an error beyond', { perUser: 60, a: 60, b: 5, beyond: 'error' }, { A: 60, B: 5, '?': 0 }],
    ['the smaller, full and no data beyond', { perUser: 60, a: 60, b: 5, beyond: 'short' }, { A: 60, B: 5, '?': 0 }],
    [
      'the smaller, full, and something else in six places beyond',
      { perUser: 60, a: 60, b: 5, beyond: new Array<number>(14 * 6).fill(0) },
      { A: 60, B: 5, '?': 0 },
    ],
    [
      'the smaller, full, and something else in five places beyond',
      { perUser: 60, a: 60, b: 5, beyond: new Array<number>(14 * 5).fill(0) },
      { A: 60, B: 0, '?': 10 },
    ],
  ])('%s', async (_, filling, expected) => {
    const { entries } = await filled(filling);
    expect(summary(entries)).toEqual(expected);
    for (const { kind, record } of entries) {
      if (kind === 'record') expect(record.slot).toBe(trueOwner(record.systolicMmHg));
      else expect(record.reason).toMatch(/whose this one is|not one of the calendar/);
    }
  });

  test('stays what it was when the last place of A is filled between two readings', async () => {
    const { timer, simulator, entries } = await filled({ perUser: 60, a: 59, b: 5 });
    const known = new Set(entries.map(({ record }) => record.key));
    simulator.store('A', readingOf('A', 59));
    const after = contentsOf(await read(timer, simulator.bus, known));
    expect(summary(after)).toEqual({ A: 60, B: 5, '?': 0 });
    // Nothing known of before, it is in doubt.
    simulator.replug();
    expect(summary(contentsOf(await read(timer, simulator.bus)))).toEqual({ A: 60, B: 0, '?': 5 });
  });

  test('a reading in doubt stands where its time puts it, for whoever asks', async () => {
    const { entries } = await filled({ perUser: 100, a: 62, b: 0 });
    expect(entries.slice(0, 3)).toMatchObject([
      { kind: 'unreadable', record: { slot: null } },
      { kind: 'unreadable', record: { slot: null } },
      { kind: 'record', record: { slot: 'A' } },
    ]);
  });
});

type Step = { readonly slot: 'A' | 'B'; readonly stored: number; readonly cleared: 'no' | 'yes' | 'keeping-its-place' };

/** Random lives of a monitor: measuring, and now and then clearing a user's readings. */
const life = fc.array(
  fc.record<Step>({
    slot: fc.constantFrom('A', 'B'),
    stored: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 110 })),
    cleared: fc.constantFrom('no', 'no', 'no', 'yes', 'keeping-its-place'),
  }),
  { minLength: 1, maxLength: 6 },
);
const beyond: fc.Arbitrary<BeyondTheMemory> = fc.oneof(
  fc.constant([]),
  fc.constantFrom<BeyondTheMemory>('silent', 'error', 'short'),
  fc.constant(new Array<number>(80 * 14).fill(0)),
  fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 14, maxLength: 80 * 14, size: 'max' }),
  // Five places that by chance pass for records, 126/80: an A's, where only B's could be.
  fc.constant(Array.from({ length: 5 }, () => [80, 101, 20, 70, 0x05, 0x21, 0, 0, 0, 0, 0, 0, 0, 0]).flat()),
);

function live(simulator: M400Simulator, steps: readonly Step[]): void {
  let count = 0;
  for (const { slot, stored, cleared } of steps) {
    if (cleared !== 'no') simulator.clear(slot, cleared === 'keeping-its-place');
    for (let left = stored; left > 0; left -= 1) {
      simulator.store(slot, readingOf(slot, count));
      count += 1;
    }
  }
}

test('of no life of either model is a reading given to the other user', { timeout: 120_000 }, async () => {
  const seen = { A: 0, B: 0, '?': 0 };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom<60 | 100>(60, 100), life, beyond, async (perUser, steps, behind) => {
      const timer = createVirtualTimer();
      const simulator = createM400Simulator(timer, { perUser, beyond: behind });
      live(simulator, steps);
      const entries = contentsOf(await read(timer, simulator.bus));
      for (const { kind, record } of entries) {
        if (kind === 'record') expect(record.slot).toBe(trueOwner(record.systolicMmHg));
      }
      const counts = summary(entries);
      seen.A += counts.A;
      seen.B += counts.B;
      seen['?'] += counts['?'];
    }),
    { numRuns: 400 },
  );
  console.log(`M400 readings: ${JSON.stringify(seen)}`);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
});
