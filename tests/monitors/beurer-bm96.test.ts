import { describe, expect, test } from 'vitest';
import { beurerBm96 } from '../../electron/monitors/beurer-bm96.ts';
import { decodeBm96Counts, decodeBm96Name, decodeBm96Record } from '../../electron/monitors/beurer-bm96-codec.ts';
import { startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import {
  type Bm96Simulator,
  type Bm96SimulatorOptions,
  createBm96Simulator,
} from '../simulators/beurer-bm96-simulator.ts';
import { bytes } from '../simulators/bytes.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

const padded = (hex: string, length = 64) => {
  const report = new Uint8Array(length).fill(0xf4);
  report.set(bytes(hex));
  return report;
};
const place = { user: 0, row: 0 } as const;

describe('the byte format', () => {
  test('user 1, row 0 of the worked sample: 2024-05-15 08:30, 124/79, pulse 68, at rest', () => {
    expect(decodeBm96Record(padded('00 00 00 01 08 1E 0F 05 18 02 00 7C 4F 44'), place)).toMatchObject({
      kind: 'record',
      record: {
        slot: 'A',
        monitorTime: '2024-05-15T08:30',
        systolicMmHg: 124,
        diastolicMmHg: 79,
        pulsePerMin: 68,
        flags: [],
      },
    });
  });

  test.each([
    { flagByte: '02', flags: [] },
    { flagByte: '03', flags: ['not-at-rest'] },
    { flagByte: '09', flags: ['possible-atrial-fibrillation'] },
    { flagByte: '0D', flags: ['possible-atrial-fibrillation', 'irregular-heartbeat'] },
    { flagByte: 'FF', flags: [] },
  ])('flag byte $flagByte says $flags', ({ flagByte, flags }) => {
    const reply = decodeBm96Record(padded(`00 00 00 01 08 1E 0F 05 18 ${flagByte} 00 7C 4F 44`), place);
    expect(reply.kind === 'record' && reply.record.flags).toEqual(flags);
  });

  test.each([
    ['another user', '01 00 00 01 08 1E 0F 05 18 02 00 7C 4F 44'],
    ['another row', '00 01 00 01 08 1E 0F 05 18 02 00 7C 4F 44'],
    ['a byte behind the record', '00 00 00 01 08 1E 0F 05 18 02 00 7C 4F 44 00'],
  ])('%s is not the answer', (_, hex) => {
    expect(decodeBm96Record(padded(hex), place).kind).toBe('out-of-step');
  });

  test('one byte short is not the answer', () => {
    expect(decodeBm96Record(bytes('00 00 00 01 08 1E 0F 05 18 02 00 7C 4F'), place).kind).toBe('out-of-step');
    expect(decodeBm96Record(bytes('00 00 00 01 08 1E 0F 05 18 02 00 7C 4F 44'), place).kind).toBe('record');
  });

  test.each([
    ['hour 24', '18 1E 0F 05 18'],
    ['minute 60', '08 3C 0F 05 18'],
    ['31 April', '08 1E 1F 04 18'],
    ['month 13', '08 1E 0F 0D 18'],
    ['year 100', '08 1E 0F 05 64'],
  ])('%s is unreadable, with its bytes', (_, date) => {
    const reply = decodeBm96Record(padded(`00 00 00 01 ${date} 02 00 7C 4F 44`), place);
    expect(reply).toMatchObject({ kind: 'unreadable', record: { reason: 'Its date is not one of the calendar.' } });
  });

  test('a clock that was never set gives no time; an electrocardiogram is no reading; another kind is unreadable', () => {
    const unset = decodeBm96Record(padded('00 00 00 01 00 00 00 00 18 02 00 7C 4F 44'), place);
    expect(unset.kind === 'record' && unset.record.monitorTime).toBeNull();
    expect(decodeBm96Record(padded('00 00 00 02 08 1E 0F 05 18 02 00 47 00 00'), place).kind).toBe('electrocardiogram');
    expect(decodeBm96Record(padded('00 00 00 03 08 1E 0F 05 18 02 00 7C 4F 44'), place).kind).toBe('unreadable');
  });

  test('names and counts', () => {
    expect(decodeBm96Name(padded('42 4D 39 36'))).toBe('BM96');
    expect(decodeBm96Name(padded('42 07 39 36'))).toBeNull();
    expect(decodeBm96Name(padded(''))).toBeNull();
    expect(decodeBm96Counts(padded('02 01'))).toEqual([2, 1]);
    expect(decodeBm96Counts(padded('02'))).toBeNull();
    expect(decodeBm96Counts(padded('02 01 00'))).toBeNull();
  });
});

const startMs = Date.UTC(2026, 10, 20, 9, 30);
const pressure = (minute: number, systolicMmHg: number) => ({
  localMs: startMs + minute * 60_000,
  systolicMmHg,
  diastolicMmHg: 81,
  pulsePerMin: 72,
});

async function read(options: Bm96SimulatorOptions, store: (simulator: Bm96Simulator) => void) {
  const timer = createVirtualTimer();
  const simulator = createBm96Simulator(timer, options);
  store(simulator);
  const listed = await simulator.bus.list();
  const [listing] = listed.ok ? listed.value : [];
  if (listing === undefined) throw new Error('nothing is plugged in');
  const claimed = { key: 'k', family: beurerBm96, listing };
  const exchange = () => timer.settle(startMemoryExchange(simulator.bus, claimed, timer, null).result);
  return { result: await exchange(), again: exchange, elapsedMs: timer.elapsedMs() };
}

describe('reading it', () => {
  test.each(['first', 'last'] as const)(
    'gives the newest first of each user, where the newest row is the %s',
    async (newestRow) => {
      const { result } = await read({ newestRow }, (simulator) => {
        simulator.store('A', pressure(0, 131));
        simulator.storeElectrocardiogram('A', startMs + 60_000);
        simulator.store('A', pressure(2, 132));
        simulator.store('B', { ...pressure(3, 133), flagByte: 9 });
      });
      if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
      expect(result.contents).toMatchObject({ model: 'BM96', clock: null });
      expect(
        result.contents.entries.map(
          (entry) => entry.kind === 'record' && [entry.record.slot, entry.record.systolicMmHg, ...entry.record.flags],
        ),
      ).toEqual([
        ['A', 132],
        ['A', 131],
        ['B', 133, 'possible-atrial-fibrillation'],
      ]);
    },
  );

  test('an empty memory, and a full one within the limit', async () => {
    expect((await read({}, () => {})).result).toMatchObject({ kind: 'contents', contents: { entries: [] } });
    const full = await read({}, (simulator) => {
      for (let count = 0; count < 120; count += 1) {
        simulator.store('A', pressure(count, 120));
        simulator.store('B', pressure(count, 130));
      }
    });
    expect(full.result.kind === 'contents' && full.result.contents.entries.length).toBe(240);
    expect(full.elapsedMs).toBeLessThan(30_000);
  });

  test('what its layout does not allow is kept with the reason', async () => {
    const { result } = await read({}, (simulator) => simulator.storeRaw('A', [7, 8, 30, 15, 5, 24, 2, 0, 124, 79, 68]));
    expect(result).toMatchObject({
      kind: 'contents',
      contents: {
        entries: [{ kind: 'unreadable', record: { slot: 'A', reason: expect.stringContaining('neither') } }],
      },
    });
  });

  test('something else with its id is refused, and it must be plugged in again to be read twice', async () => {
    const foreign = await read({ name: '\u0007\u0001' }, () => {});
    expect(foreign.result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-foreign' } });
    const { again } = await read({}, () => {});
    expect(await again()).toMatchObject({ kind: 'problem', problem: { code: 'monitor-not-in-pc-mode' } });
  });
});
