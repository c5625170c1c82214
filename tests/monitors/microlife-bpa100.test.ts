import { describe, expect, test } from 'vitest';
import { type ExchangeResult, startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import { microlifeBpa100 } from '../../electron/monitors/microlife-bpa100.ts';
import type { MemoryContents } from '../../electron/monitors/monitor-family.ts';
import { bytes } from '../simulators/bytes.ts';
import {
  type BpaSimulator,
  type BpaSimulatorOptions,
  bpaHid,
  createBpaSimulator,
  createBpaWire,
} from '../simulators/microlife-bpa100-simulator.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

const startMs = Date.UTC(2026, 10, 20, 9, 30);
const pressure = (minute: number, systolicMmHg: number) => ({
  localMs: startMs + minute * 60_000,
  systolicMmHg,
  diastolicMmHg: 81,
  pulsePerMin: 72,
});

async function plugged(options: BpaSimulatorOptions = {}, store: (simulator: BpaSimulator) => void = () => {}) {
  const timer = createVirtualTimer();
  const simulator = createBpaSimulator(timer, options);
  store(simulator);
  const read = async (known: ReadonlySet<string> | null = null) => {
    const [listing] = await simulator.bus.list().then((listed) => (listed.ok ? listed.value : []));
    if (listing === undefined) throw new Error('nothing is plugged in');
    const claimed = { key: 'k', family: microlifeBpa100, listing };
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

describe('reading its memory', () => {
  test.each([1, 3, 7])(
    'in reports of %i bytes, the newest first, of the user who is chosen on it',
    async (chunkBytes) => {
      const { simulator, read } = await plugged({ chunkBytes }, (monitor) => {
        monitor.store('A', pressure(0, 131));
        monitor.store('A', { ...pressure(2, 132), averaged: true });
        monitor.store('B', pressure(3, 133));
      });
      const contents = contentsOf((await read()).result);
      expect(contents).toMatchObject({ model: 'Microlife', clock: null });
      expect(contents.entries).toMatchObject([
        { record: { slot: 'A', systolicMmHg: 132, flags: ['averaged'], monitorTime: '2026-11-20T09:32' } },
        { record: { slot: 'A', systolicMmHg: 131, flags: [], monitorTime: '2026-11-20T09:30' } },
      ]);
      simulator.choose('B');
      expect(systolics(contentsOf((await read()).result))).toEqual([['B', 133]]);
    },
  );

  test('one that knows a single user is asked for the patient’s id instead', async () => {
    const { read } = await plugged({ behind: 'one-user' }, (monitor) => monitor.store('A', pressure(0, 131)));
    const { result, tookMs } = await read();
    expect(systolics(contentsOf(result))).toEqual([[null, 131]]);
    expect(tookMs).toBeLessThan(5000);
  });

  test('a full memory, twice over, within the limit', async () => {
    const { read } = await plugged({}, (monitor) => {
      for (let count = 0; count < 99; count += 1) monitor.store('A', pressure(count, 100 + count));
    });
    const { result, tookMs } = await read(new Set());
    expect(contentsOf(result).entries).toHaveLength(99);
    expect(tookMs).toBeLessThan(15_000);
  });

  test('equal readings of one minute are both kept; the order of storing holds where the clock was never set', async () => {
    const { read } = await plugged({}, (monitor) => {
      monitor.store('A', { ...pressure(0, 128), localMs: null });
      monitor.store('A', pressure(5, 131));
      monitor.store('A', pressure(5, 131));
      monitor.store('A', { ...pressure(0, 129), localMs: null });
    });
    expect(systolics(contentsOf((await read()).result)).map(([, systolic]) => systolic)).toEqual([129, 131, 131, 128]);
  });

  test('a record keeps the reports that brought it', async () => {
    const { read } = await plugged({}, (monitor) => monitor.storeRaw('A', '15000000000000000461588404615884'));
    const [entry] = contentsOf((await read()).result).entries;
    // Bytes 33 to 64 of the answer: from the fifth byte of the fifth report on.
    expect(entry?.record.rawHex.map((report) => report.slice(0, 4))).toEqual([
      'f739',
      'f730',
      'f730',
      'f730',
      'f734',
      'f438',
    ]);
  });

  test('what its layout does not allow is kept with the reason', async () => {
    const { read } = await plugged({}, (monitor) => monitor.storeRaw('A', `2013161629000000${'05A14482'.repeat(2)}`));
    expect(systolics(contentsOf((await read()).result))).toEqual([['A', 'Its date is not one of the calendar.']]);
  });

  test.each([
    ['A', {}, 'User A is chosen on the monitor and has no readings; those of another user are not seen.'],
    [
      null,
      { behind: 'one-user' },
      'The user who is chosen on the monitor has no readings; those of another user are not seen.',
    ],
  ] as const)('an empty memory of %s says whose it is', async (slot, options, reason) => {
    const { read } = await plugged(options);
    expect(contentsOf((await read()).result).entries).toMatchObject([{ kind: 'unreadable', record: { slot, reason } }]);
  });

  test.each([
    ['no answer', { behind: 'switched-off' }, 'monitor-asleep'],
    ['what gives back what it is sent', { behind: 'echo' }, 'monitor-foreign'],
    ['what answers in words', { behind: 'words' }, 'monitor-foreign'],
  ] as const)('%s ends in a named problem within five seconds', async (_, options, code) => {
    const { read } = await plugged(options);
    const { result, tookMs } = await read();
    expect(result).toMatchObject({ kind: 'problem', problem: { code } });
    expect(tookMs).toBeLessThan(5000);
  });
});

describe('the simulated monitor', () => {
  test('tells the sizes of its reports, and takes no others', () => {
    expect(bpaHid.output).toEqual([{ id: null, bytes: 8 }]);
    const wire = createBpaWire();
    expect(() => wire.output(bytes('04 12 16 18 28 00 00 00'))).toThrow('report id 4');
    expect(() => wire.output(bytes('00 04 12 16 18 28 00 00'))).toThrow('8 bytes');
    expect(() => wire.output(bytes('00 00 12 16 18 28 00 00 00'))).toThrow('0 valid bytes');
    expect(() => wire.output(bytes('00 04 12 16 18 28 00 00 01'))).toThrow('padded');
    expect(() => wire.output(bytes('00 04 12 16 19 28 00 00 00'))).toThrow('not a command');
    expect(() => wire.output(bytes('00 04 12 16 18 23 00 00 00'))).toThrow('command 35');
    expect(() => wire.feature(bytes('00 00'))).toThrow('feature');
  });

  test('is woken and linked before it is started, and asked nothing else while it measures', () => {
    const wire = createBpaWire();
    const [wake, link, start, slots] = ['0500000000000000', '0412161821000000', '0412161825000000', '0412161828000000'];
    const send = (report = '') => wire.output(bytes(`00${report}`));
    expect(() => send(link)).toThrow('woken');
    send(wake);
    expect(() => send(start)).toThrow('linked');
    send(link);
    expect(send(start).map(({ report }) => Buffer.from(report).toString('hex').slice(0, 4))).toEqual(['f106']);
    expect(wire.isMeasuring()).toBe(true);
    expect(() => send(slots)).toThrow('while it measures');
  });

  test('speaks the bytes of the worked samples', () => {
    const wire = createBpaWire();
    const hex = (sent: readonly { readonly report: Uint8Array }[], length: number) =>
      sent.map(({ report }) => Buffer.from(report).toString('hex').slice(0, length));
    expect(hex(wire.output(bytes('00 04 12 16 18 28 00 00 00')), 16)).toEqual(['f706121618283231', 'f243421618283231']);
    wire.press();
    const march = { localMs: Date.UTC(2024, 2, 9, 14, 5), systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 };
    expect(hex(wire.finish(march), 6)).toEqual(['f70000', 'f28580']);
    wire.press();
    expect(hex(wire.finish({ error: 2 }), 12)).toEqual(['f50000457202']);
  });
});
