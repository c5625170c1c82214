import { describe, expect, test } from 'vitest';
import { beurerBm96 } from '../../electron/monitors/beurer-bm96.ts';
import type { HidBus } from '../../electron/monitors/hid-transport.ts';
import { startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import { sleep } from '../../electron/monitors/timer.ts';
import {
  type Bm96Simulator,
  type Bm96SimulatorOptions,
  bm96Hid,
  createBm96Simulator,
  createBm96Wire,
} from '../simulators/beurer-bm96-simulator.ts';
import { bytes } from '../simulators/bytes.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

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
  return { result: await exchange(), again: exchange, elapsedMs: timer.elapsedMs(), timer, simulator };
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

  test('rows with an electrocardiogram count as rows, and a memory of nothing else has no readings', async () => {
    const only = await read({}, (simulator) => {
      simulator.storeElectrocardiogram('A', startMs);
      simulator.storeElectrocardiogram('B', startMs);
    });
    expect(only.result).toMatchObject({ kind: 'contents', contents: { entries: [] } });
    const behind = await read({}, (simulator) => {
      simulator.store('B', pressure(0, 131));
      simulator.storeElectrocardiogram('B', startMs + 60_000);
      simulator.storeElectrocardiogram('B', startMs + 120_000);
    });
    expect(behind.result).toMatchObject({ contents: { entries: [{ record: { slot: 'B', systolicMmHg: 131 } }] } });
    // It is row 2 of user 1.
    const raw = behind.result.kind === 'contents' ? behind.result.contents.entries[0]?.record.rawHex[0] : '';
    expect(raw?.slice(0, 4)).toBe('0102');
  });

  test('equal readings of one minute are both kept; a clock that was never set gives no time', async () => {
    const { result } = await read({}, (simulator) => {
      simulator.store('A', pressure(0, 131));
      simulator.store('A', pressure(0, 131));
      simulator.store('B', { ...pressure(0, 133), localMs: null });
    });
    if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
    expect(result.contents.entries.map((entry) => entry.kind === 'record' && entry.record.monitorTime)).toEqual([
      '2026-11-20T09:30',
      '2026-11-20T09:30',
      null,
    ]);
  });

  test.each([
    ['a name that is no text', { name: '\u0007\u0001' }, 'monitor-foreign'],
    ['another answer to the handshake', { handshakeReply: 0x54 }, 'monitor-foreign'],
    ['no answer', { awake: false }, 'monitor-not-in-pc-mode'],
  ] as const)('%s ends in a named problem within five seconds', async (_, options, code) => {
    const { result, elapsedMs } = await read(options, () => {});
    expect(result).toMatchObject({ kind: 'problem', problem: { code } });
    expect(elapsedMs).toBeLessThan(5000);
  });

  test('a stranger that answers at the last moment is refused within five seconds too', async () => {
    const timer = createVirtualTimer();
    const { bus } = createBm96Simulator(timer, { awake: false });
    const slow: HidBus = {
      list: bus.list,
      async open(wanted) {
        const opened = await bus.open(wanted);
        if (!opened.ok) return opened;
        const read = async (timeoutMs: number) => {
          await sleep(timer, timeoutMs < 1000 ? timeoutMs : timeoutMs - 1);
          return timeoutMs < 1000 ? new Uint8Array(0) : bytes('01 02 03 04 05 06 07 08');
        };
        return { ok: true, value: { ...opened.value, read } };
      },
    };
    const [listing] = await slow.list().then((listed) => (listed.ok ? listed.value : []));
    if (listing === undefined) throw new Error('nothing is plugged in');
    const claimed = { key: 'k', family: beurerBm96, listing };
    const result = await timer.settle(startMemoryExchange(slow, claimed, timer, null).result);
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-foreign' } });
    expect(timer.elapsedMs()).toBeLessThan(5000);
  });

  test('it must be plugged in again to be read twice', async () => {
    const once = await read({}, (simulator) => simulator.store('A', pressure(0, 131)));
    expect(await once.again()).toMatchObject({ kind: 'problem', problem: { code: 'monitor-not-in-pc-mode' } });
    once.simulator.replug();
    const [listing] = await once.simulator.bus.list().then((listed) => (listed.ok ? listed.value : []));
    if (listing === undefined) throw new Error('nothing is plugged in');
    const claimed = { key: 'k', family: beurerBm96, listing };
    const { result } = startMemoryExchange(once.simulator.bus, claimed, once.timer, null);
    expect(await once.timer.settle(result)).toMatchObject({ kind: 'contents' });
  });

  test('left alone for a minute, it no longer listens', async () => {
    for (const [waitMs, code] of [
      [59_800, null],
      [60_100, 'monitor-not-in-pc-mode'],
    ] as const) {
      const timer = createVirtualTimer();
      const { bus } = createBm96Simulator(timer);
      const [listing] = await bus.list().then((listed) => (listed.ok ? listed.value : []));
      if (listing === undefined) throw new Error('nothing is plugged in');
      const opened = await bus.open(listing);
      if (!opened.ok) throw new Error('not opened');
      await opened.value.write(bytes('00 AA F4 F4 F4 F4 F4 F4 F4'));
      await opened.value.close();
      await timer.advance(waitMs);
      const claimed = { key: 'k', family: beurerBm96, listing };
      const result = await timer.settle(startMemoryExchange(bus, claimed, timer, null).result);
      expect(result.kind === 'problem' ? result.problem.code : null).toBe(code);
    }
  });

  test('empty reports between the replies mean nothing, however many come', async () => {
    const { result } = await read({ emptyBeforeEvery: 1 }, (simulator) => simulator.store('A', pressure(0, 131)));
    expect(result).toMatchObject({ kind: 'contents', contents: { entries: [{ record: { systolicMmHg: 131 } }] } });
  });
});

describe('the simulated monitor', () => {
  test('tells the sizes of its reports, and takes no others', () => {
    expect(bm96Hid).toMatchObject({ input: [{ id: null, bytes: 64 }], output: [{ id: null, bytes: 8 }], feature: [] });
    const wire = createBm96Wire({ emptyBeforeEvery: 0 });
    expect(() => wire.output(bytes('AA F4 F4 F4 F4 F4 F4 F4'))).toThrow('8 bytes');
    expect(() => wire.output(bytes('01 AA F4 F4 F4 F4 F4 F4 F4'))).toThrow('report id 1');
    expect(() => wire.output(bytes('00 A9 F4 F4 F4 F4 F4 F4 F4'))).toThrow('command 169');
    expect(() => wire.feature(bytes('00 00'))).toThrow('feature');
    const [sent] = wire.output(bytes('00 AA F4 F4 F4 F4 F4 F4 F4'));
    expect(Buffer.from(sent?.report ?? []).toString('hex')).toBe(`55${'f4'.repeat(63)}`);
  });

  test('speaks the bytes of the worked sample', () => {
    const wire = createBm96Wire({ emptyBeforeEvery: 0 });
    const localMs = Date.UTC(2024, 4, 15, 8, 30);
    wire.store('A', { localMs, systolicMmHg: 124, diastolicMmHg: 79, pulsePerMin: 68 });
    const [sent] = wire.output(bytes('00 A3 00 00 F4 F4 F4 F4 F4'));
    expect(Buffer.from(sent?.report ?? []).toString('hex')).toBe(`00000001081e0f051802007c4f44${'f4'.repeat(50)}`);
  });
});
