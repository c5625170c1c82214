import { describe, expect, test } from 'vitest';
import type { HidBus, HidTransport } from '../../electron/monitors/hid-transport.ts';
import { type ExchangeResult, startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import type { MemoryContents } from '../../electron/monitors/monitor-family.ts';
import { omronM400 } from '../../electron/monitors/omron-m400.ts';
import { sleep } from '../../electron/monitors/timer.ts';
import { bytes } from '../simulators/bytes.ts';
import {
  createM400Simulator,
  createM400Wire,
  type M400Simulator,
  type M400SimulatorOptions,
  m400Hid,
  m400Record,
} from '../simulators/omron-m400-simulator.ts';
import { createVirtualTimer, type VirtualTimer } from '../simulators/virtual-timer.ts';

const startMs = Date.UTC(2026, 10, 20, 9, 30, 15);
const pressure = (minute: number, systolicMmHg: number) => ({
  localMs: startMs + minute * 60_000,
  systolicMmHg,
  diastolicMmHg: 81,
  pulsePerMin: 72,
});

type Change = (transport: HidTransport, timer: VirtualTimer) => HidTransport;

async function plugged(
  options: Partial<M400SimulatorOptions>,
  store: (simulator: M400Simulator) => void = () => {},
  change: Change = (transport) => transport,
) {
  const timer = createVirtualTimer();
  const simulator = createM400Simulator(timer, { perUser: 60, ...options });
  store(simulator);
  const bus: HidBus = {
    list: simulator.bus.list,
    async open(wanted) {
      const opened = await simulator.bus.open(wanted);
      return opened.ok ? { ok: true, value: change(opened.value, timer) } : opened;
    },
  };
  const read = async (known: ReadonlySet<string> | null = null) => {
    const [listing] = await bus.list().then((listed) => (listed.ok ? listed.value : []));
    if (listing === undefined) throw new Error('nothing is plugged in');
    const claimed = { key: 'k', family: omronM400, listing };
    const began = timer.elapsedMs();
    const result = await timer.settle(startMemoryExchange(bus, claimed, timer, known).result);
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
const ofSlot = (contents: MemoryContents, slot: 'A' | 'B') =>
  systolics(contents).flatMap(([of, systolic]) => (of === slot ? [systolic] : []));

describe('reading it', () => {
  test.each([60, 100] as const)('both users of the model with %i places, the newest first', async (perUser) => {
    const { read } = await plugged({ perUser }, (simulator) => {
      simulator.store('A', pressure(0, 131));
      simulator.store('A', { ...pressure(2, 132), irregularHeartbeat: true });
      simulator.store('B', { ...pressure(3, 133), movement: true });
    });
    const contents = contentsOf((await read()).result);
    expect(contents.clock).toBeNull();
    expect(
      contents.entries.map(
        ({ kind, record }) =>
          kind === 'record' && [record.slot, record.systolicMmHg, record.monitorTime, ...record.flags],
      ),
    ).toEqual([
      ['B', 133, '2026-11-20T09:33:15', 'movement'],
      ['A', 132, '2026-11-20T09:32:15', 'irregular-heartbeat'],
      ['A', 131, '2026-11-20T09:30:15'],
    ]);
  });

  test.each([60, 100] as const)('an empty memory of %i places', async (perUser) => {
    const { read } = await plugged({ perUser });
    expect(contentsOf((await read()).result).entries).toEqual([]);
  });

  test.each([60, 100] as const)(
    'a full memory of %i places that went round, all of it new, in time',
    async (perUser) => {
      const { read } = await plugged({ perUser, about: perUser === 60 ? 'HEM-7131U' : 'HEM-7322U' }, (simulator) => {
        for (let count = 0; count < perUser + 25; count += 1) {
          simulator.store('A', pressure(count, 100 + count));
          simulator.store('B', pressure(count, 101 + count));
        }
      });
      const { result, tookMs } = await read(new Set());
      const contents = contentsOf(result);
      expect(contents.model).toBe(perUser === 60 ? 'HEM-7131U' : 'HEM-7322U');
      expect(ofSlot(contents, 'A')).toEqual(Array.from({ length: perUser }, (_, age) => 100 + perUser + 24 - age));
      expect(ofSlot(contents, 'B')).toEqual(Array.from({ length: perUser }, (_, age) => 101 + perUser + 24 - age));
      expect(tookMs).toBeLessThan(15_000);
    },
  );

  test('equal readings of one second are both kept; the order of storing holds where the clock was never set', async () => {
    const { read } = await plugged({}, (simulator) => {
      simulator.store('A', { ...pressure(0, 128), localMs: null });
      simulator.store('A', pressure(5, 131));
      simulator.store('A', pressure(5, 131));
      simulator.store('A', { ...pressure(0, 129), localMs: null });
      simulator.store('A', pressure(4, 130));
    });
    expect(
      contentsOf((await read()).result).entries.map(
        ({ kind, record }) => kind === 'record' && [record.systolicMmHg, record.monitorTime],
      ),
    ).toEqual([
      [129, null],
      [131, '2026-11-20T09:35:15'],
      [131, '2026-11-20T09:35:15'],
      [130, '2026-11-20T09:34:15'],
      [128, null],
    ]);
  });

  test('a record keeps the one or two reports that it stood in', async () => {
    const { read } = await plugged({ perUser: 60 }, (simulator) => {
      for (let count = 0; count < 4; count += 1) simulator.store('A', pressure(count, 131 + count));
    });
    const reports = contentsOf((await read()).result).entries.map(({ record }) =>
      record.rawHex.map((report) => report.slice(0, 14)),
    );
    const [first, second] = ['0130810002ac28', '0130810002d428'];
    // Places 0 and 1 lie in the first block, 2 across both, 3 in the second.
    expect(reports).toEqual([[second], [first, second], [first], [first]]);
  });

  test('what its layout does not allow is kept with the reason, in its slot', async () => {
    const { read } = await plugged({}, (simulator) => {
      simulator.store('A', pressure(0, 131));
      simulator.storeRaw('B', Array.from(bytes('51 67 10 43 33 F8 0E DE 00 00 00 00 00 00')));
    });
    expect(systolics(contentsOf((await read()).result))).toEqual([
      ['A', 131],
      ['B', 'Its date is not one of the calendar.'],
    ]);
  });

  test('whatever the number of its input reports, as long as it stays', async () => {
    const { read } = await plugged({ inputId: 7 }, (simulator) => simulator.store('A', pressure(0, 131)));
    expect(systolics(contentsOf((await read()).result))).toEqual([['A', 131]]);

    let reports = 0;
    const changing = await plugged({}, undefined, (transport) => ({
      ...transport,
      async read(timeoutMs) {
        const report = await transport.read(timeoutMs);
        if (report.length === 0) return report;
        reports += 1;
        return report.with(0, reports);
      },
    }));
    expect((await changing.read()).result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-garbage' } });
  });

  test('one that goes to sleep when it has been read is asleep, and measuring wakes it', async () => {
    const { simulator, read } = await plugged({ sleepsAfterEnd: true });
    expect((await read()).result.kind).toBe('contents');
    const asleep = await read();
    expect(asleep.result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-asleep' } });
    expect(asleep.tookMs).toBeLessThan(5000);
    simulator.store('A', pressure(0, 131));
    expect(systolics(contentsOf((await read()).result))).toEqual([['A', 131]]);
  });
});

describe('what is not this monitor', () => {
  const answering = (report: (asked: Uint8Array) => Uint8Array, afterMs: number): Change => {
    return (transport, timer) => {
      const waiting: Uint8Array[] = [];
      return {
        ...transport,
        async write(asked) {
          await sleep(timer, 0);
          waiting.push(report(asked));
        },
        async read(timeoutMs) {
          const next = timeoutMs < afterMs ? undefined : waiting.shift();
          await sleep(timer, next === undefined ? timeoutMs : afterMs);
          return next ?? new Uint8Array(0);
        },
      };
    };
  };

  test.each([
    ['gives back what it is sent', (asked: Uint8Array) => asked],
    ['answers in words', () => new TextEncoder().encode('ERROR: unknown command')],
  ])('what %s is foreign, however long it takes', async (_, report) => {
    for (const afterMs of [20, 240, 260, 999]) {
      const { read } = await plugged({}, undefined, answering(report, afterMs));
      const { result, tookMs } = await read();
      expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-foreign' } });
      expect(tookMs).toBeLessThan(5000);
    }
  });
});

describe('a block beyond the smaller memory', () => {
  /** Swallows answers about the first block beyond: as many as said, or from there on everything. */
  const swallowing = (count: number, everything: boolean): Change => {
    let left = count;
    let deaf = false;
    return (transport) => ({
      ...transport,
      async write(report) {
        const beyond = Buffer.from(report).toString('hex').startsWith('02080100093c');
        if (beyond && left > 0) {
          left -= 1;
          deaf = everything;
          return;
        }
        if (!deaf) await transport.write(report);
      },
    });
  };
  const readings = (simulator: M400Simulator) => {
    for (let count = 0; count < 65; count += 1) simulator.store('A', pressure(count, 100 + count));
    for (let count = 0; count < 26; count += 1) simulator.store('B', pressure(count, 101 + count));
  };

  test('that is missed twice is there all the same', async () => {
    const { read } = await plugged({ perUser: 100 }, readings, swallowing(2, false));
    const contents = contentsOf((await read()).result);
    expect(ofSlot(contents, 'A')).toHaveLength(65);
    expect(ofSlot(contents, 'B')).toHaveLength(26);
  });

  test('after which nothing is answered any more ends in silence, not in a smaller memory', async () => {
    const healthy = await plugged({ perUser: 100 }, readings);
    const whole = await healthy.read();
    const { read } = await plugged({ perUser: 100 }, readings, swallowing(1, true));
    const { result, tookMs } = await read();
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-silent' } });
    expect(tookMs - whole.tookMs).toBeLessThan(5000);
  });
});

describe('the simulated monitor', () => {
  test('tells the numbers and sizes of its reports, and takes no others', () => {
    expect(m400Hid).toMatchObject({ input: [{ id: 1, bytes: 63 }], output: [{ id: 2, bytes: 8 }], feature: [] });
    const wire = createM400Wire({ perUser: 60 });
    expect(() => wire.output(bytes('08 00 00 00 00 10 00 18'))).toThrow('8 bytes');
    expect(() => wire.output(bytes('01 08 00 00 00 00 10 00 18'))).toThrow('report id 1');
    expect(() => wire.output(bytes('02 08 00 00 00 00 10 00 19'))).toThrow('checksum');
    expect(() => wire.output(bytes('02 08 01 00 02 AC 28 00 8F'))).toThrow('before the start');
    expect(() => wire.output(bytes('02 08 01 C0 02 AC 28 00 4F'))).toThrow('type 1, 192');
    expect(() => wire.feature(bytes('00 00'))).toThrow('feature');
  });

  test('speaks the bytes of the worked samples', () => {
    const wire = createM400Wire({ perUser: 100, sleepsAfterEnd: true });
    const factory = { localMs: Date.UTC(2014, 0, 1), systolicMmHg: 155, diastolicMmHg: 93, pulsePerMin: 90 };
    const later = {
      localMs: Date.UTC(2016, 11, 31, 23, 59, 30),
      systolicMmHg: 128,
      diastolicMmHg: 81,
      pulsePerMin: 67,
    };
    wire.store('A', factory);
    wire.store('A', { ...later, movement: true, irregularHeartbeat: true });
    const hexOf = (command: string, length: number) =>
      wire.output(bytes(command)).map(({ report }) =>
        Buffer.from(report)
          .toString('hex')
          .slice(0, 2 * length),
      );
    expect(hexOf('02 08 00 00 00 00 10 00 18', 25)).toEqual([`01188000000010${'00'.repeat(17)}88`]);
    const records = '5d820e5a0420000000000000000051671043f3f70ede000000000000';
    expect(hexOf('02 08 01 00 02 AC 28 00 8F', 49)).toEqual([`0130810002ac28${records}${'ff'.repeat(12)}0029`]);
    expect(hexOf('02 08 0F 00 00 00 00 00 07', 9)).toEqual(['01088f000000000087']);
    // It has gone to sleep; what stood behind the packet was left over.
    expect(wire.output(bytes('02 08 00 00 00 00 10 00 18'))).toEqual([]);
    expect(m400Record({ ...later, localMs: null }).slice(4, 8)).toEqual([0, 0, 0, 0]);
  });
});
