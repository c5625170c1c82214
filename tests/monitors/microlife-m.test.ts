import { describe, expect, test } from 'vitest';
import { selectFreshRecords } from '../../electron/monitors/fresh-records.ts';
import { type ExchangeResult, startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import { microlifeM } from '../../electron/monitors/microlife-m.ts';
import type { MemoryContents } from '../../electron/monitors/monitor-family.ts';
import { bytes } from '../simulators/bytes.ts';
import {
  createMicrolifeMSimulator,
  createMicrolifeMWire,
  type MicrolifeCableOptions,
  type MicrolifeSimulator,
  microlifeMHid,
} from '../simulators/microlife-m-simulator.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

const startMs = Date.UTC(2026, 10, 20, 9, 30);
const pressure = (minute: number, systolicMmHg: number) => ({
  localMs: startMs + minute * 60_000,
  systolicMmHg,
  diastolicMmHg: 81,
  pulsePerMin: 72,
});

async function plugged(options: MicrolifeCableOptions, store: (simulator: MicrolifeSimulator) => void = () => {}) {
  const timer = createVirtualTimer();
  const simulator = createMicrolifeMSimulator(timer, options);
  store(simulator);
  const read = async (known: ReadonlySet<string> | null = null) => {
    const [listing] = await simulator.bus.list().then((listed) => (listed.ok ? listed.value : []));
    if (listing === undefined) throw new Error('nothing is plugged in');
    const claimed = { key: 'k', family: microlifeM, listing };
    const began = timer.elapsedMs();
    const result = await timer.settle(startMemoryExchange(simulator.bus, claimed, timer, known).result);
    return { result, tookMs: timer.elapsedMs() - began };
  };
  return { simulator, read };
}

function contentsOf(result: ExchangeResult): MemoryContents {
  if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
  return result.contents;
}
const systolics = ({ entries }: MemoryContents) =>
  entries.map(({ kind, record }) => [record.slot, kind === 'record' ? record.systolicMmHg : record.reason]);

describe('reading it', () => {
  test.each([
    ['in short reports', { framing: 'split' }, 1000],
    ['in one long report', { framing: 'whole' }, 2000],
    ['an older one', { behind: 'older-monitor' }, 1000],
    ['one that says that it is busy', { behind: 'busy-monitor' }, 1000],
  ] as const)('%s, the newest first', async (_, options, limitMs) => {
    const { read } = await plugged(options, (simulator) => {
      simulator.store('A', pressure(0, 131));
      simulator.store('A', pressure(2, 132));
      simulator.store('B', pressure(3, 133));
    });
    const { result, tookMs } = await read();
    expect(contentsOf(result)).toMatchObject({ model: 'Microlife', clock: null });
    expect(systolics(contentsOf(result))).toEqual([
      ['A', 132],
      ['A', 131],
    ]);
    expect(tookMs).toBeLessThan(limitMs);
  });

  test('gives the memory of the user who is chosen on it, under that slot', async () => {
    const { simulator, read } = await plugged({}, (monitor) => {
      monitor.store('A', pressure(0, 131));
      monitor.store('B', { ...pressure(3, 133), flagByte: 0x60 });
    });
    simulator.choose(2);
    const contents = contentsOf((await read()).result);
    expect(contents.entries).toMatchObject([
      {
        kind: 'record',
        record: {
          slot: 'B',
          systolicMmHg: 133,
          monitorTime: '2026-11-20T09:33',
          flags: ['irregular-heartbeat', 'possible-atrial-fibrillation', 'poor-cuff-fit'],
        },
      },
    ]);
  });

  test('a record keeps the reports that brought it, two that are the same too', async () => {
    const { read } = await plugged({}, (simulator) => {
      for (let count = 0; count < 3; count += 1) simulator.storeRaw('A', new Array<number>(10).fill(0));
    });
    // The second of the three is bytes 52 to 61 of the answer: the last four of the eighth report, the first six of the ninth.
    const [, second] = contentsOf((await read()).result).entries;
    expect(second?.record.rawHex).toEqual(['f700000000000000', 'f700000000000000']);
  });

  test('a full memory, within the limit', async () => {
    const { read } = await plugged({ perUser: 255 }, (simulator) => {
      for (let count = 0; count < 255; count += 1) simulator.store('A', pressure(count, 100 + (count % 90)));
    });
    const { result, tookMs } = await read(new Set());
    expect(contentsOf(result).entries).toHaveLength(255);
    expect(tookMs).toBeLessThan(15_000);
  });

  test('equal readings of one minute are both kept; the order of storing holds where the clock was never set', async () => {
    const { read } = await plugged({}, (simulator) => {
      simulator.store('A', { ...pressure(0, 128), localMs: null });
      simulator.store('A', pressure(5, 131));
      simulator.store('A', pressure(5, 131));
      simulator.store('A', { ...pressure(0, 129), localMs: null });
      simulator.store('A', pressure(4, 130));
    });
    const contents = contentsOf((await read()).result);
    expect(
      contents.entries.map(({ kind, record }) => kind === 'record' && [record.systolicMmHg, record.monitorTime]),
    ).toEqual([
      [129, null],
      [131, '2026-11-20T09:35'],
      [131, '2026-11-20T09:35'],
      [130, '2026-11-20T09:34'],
      [128, null],
    ]);
  });

  test('what its layout does not allow is kept with the reason', async () => {
    const { read } = await plugged({}, (simulator) =>
      simulator.storeRaw('A', Array.from(bytes('86 46 44 16 06 1F 11 02 80 00'))),
    );
    expect(systolics(contentsOf((await read()).result))).toEqual([['A', 'Its date is not one of the calendar.']]);
  });

  test.each([
    ['no answer', { behind: 'switched-off' }, 'monitor-asleep'],
    [
      'no answer, on a system that refuses long writes',
      { behind: 'switched-off', refusesLongWrites: true },
      'monitor-asleep',
    ],
    ['what gives back what it is sent', { behind: 'echo' }, 'monitor-foreign'],
    ['what answers in words', { behind: 'words' }, 'monitor-foreign'],
  ] as const)('%s ends in a named problem within five seconds', async (_, options, code) => {
    const { read } = await plugged(options);
    const { result, tookMs } = await read();
    expect(result).toMatchObject({ kind: 'problem', problem: { code } });
    expect(tookMs).toBeLessThan(5000);
  });

  test.each([0, 3, 255])('user %i, who is none, ends in a named problem', async (user) => {
    const { simulator, read } = await plugged({}, (monitor) => monitor.store('A', pressure(0, 131)));
    simulator.choose(user);
    expect((await read()).result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-foreign' } });
  });
});

describe('an empty memory', () => {
  test('says whose it is', async () => {
    const { read } = await plugged({});
    const contents = contentsOf((await read()).result);
    const reason = expect.stringContaining('has no readings');
    expect(contents.entries).toMatchObject([{ kind: 'unreadable', record: { slot: 'A', rawHex: [], reason } }]);
  });

  test('the first reading in it is new, and so is the next', async () => {
    const { simulator, read } = await plugged({});
    const before = contentsOf((await read()).result);
    const keys = ({ entries }: MemoryContents) => new Set(entries.map(({ record }) => record.key));
    simulator.store('A', pressure(0, 131));
    const once = contentsOf((await read(keys(before))).result);
    simulator.store('A', pressure(1, 132));
    const twice = contentsOf((await read(keys(once))).result);
    const fresh = (from: MemoryContents, to: MemoryContents) =>
      selectFreshRecords({ contents: from, carriedToPromptLocalMs: null }, to, 'A').fresh.map(
        ({ systolicMmHg }) => systolicMmHg,
      );
    expect(fresh(before, once)).toEqual([131]);
    expect(fresh(once, twice)).toEqual([132]);
    expect(fresh(before, before)).toEqual([]);
  });

  test('another user being chosen meanwhile makes nothing of hers fresh', async () => {
    const { simulator, read } = await plugged({}, (monitor) => {
      monitor.store('B', pressure(0, 131));
      monitor.store('B', pressure(1, 132));
    });
    const before = contentsOf((await read()).result);
    simulator.choose(2);
    const after = contentsOf((await read(new Set(before.entries.map(({ record }) => record.key)))).result);
    expect(systolics(after)).toHaveLength(2);
    const selected = selectFreshRecords({ contents: before, carriedToPromptLocalMs: null }, after, 'B');
    expect(selected).toMatchObject({ fresh: [], withoutSnapshot: true });
  });
});

describe('the simulated monitor', () => {
  test('tells the sizes of its reports, and takes no others', () => {
    expect(microlifeMHid('split').output).toEqual([{ id: null, bytes: 8 }]);
    expect(microlifeMHid('whole').output).toEqual([{ id: null, bytes: 14 }]);
    const wire = createMicrolifeMWire();
    expect(() => wire.output(bytes('07 4D FF 00 09 00 00 00'))).toThrow('report id 7');
    expect(() => wire.output(bytes('00 07 4D FF 00 09 00 00'))).toThrow('8 bytes');
    expect(() => wire.output(bytes('00 00 4D FF 00 09 00 00 00'))).toThrow('0 valid bytes');
    expect(() => wire.feature(bytes('00 00'))).toThrow('feature');
    const broken = createMicrolifeMWire();
    broken.output(bytes('00 07 4D FF 00 09 00 00 00'));
    expect(() => broken.output(bytes('00 06 00 00 00 00 FD 53 00'))).toThrow('sum');
    expect(() => createMicrolifeMWire({ framing: 'whole' }).output(bytes('00 0D 4D FF'))).toThrow('4 bytes');
  });

  test('speaks the bytes of the worked sample', () => {
    const wire = createMicrolifeMWire();
    wire.storeRaw('A', Array.from(bytes('86 46 44 16 07 11 11 02 80 00')));
    expect(wire.output(bytes('00 07 4D FF 00 09 00 00 00'))).toEqual([]);
    const sent = wire.output(bytes('00 06 00 00 00 00 FD 52 00'));
    expect(sent.map(({ report }) => Buffer.from(report).toString('hex'))).toEqual([
      'f74d3a0031000000',
      'f701010000000000',
      'f700000000000000',
      'f700000000000000',
      'f700000000000000',
      'f700000000000000',
      'f786464416071111',
      // What follows the four valid bytes is left over.
      'f40280008b071111',
    ]);
  });
});
