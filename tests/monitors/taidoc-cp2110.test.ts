import { describe, expect, test } from 'vitest';
import type { HidBus, HidTransport } from '../../electron/monitors/hid-transport.ts';
import { type ExchangeResult, startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import type { MonitorFamily } from '../../electron/monitors/monitor-family.ts';
import { taidocCp2110 } from '../../electron/monitors/taidoc-cp2110.ts';
import { sleep } from '../../electron/monitors/timer.ts';
import { bytes } from '../simulators/bytes.ts';
import {
  createTaidocSimulator,
  createTaidocWire,
  type TaidocSimulator,
  type TaidocSimulatorOptions,
  taidocHid,
} from '../simulators/taidoc-cp2110-simulator.ts';
import { createVirtualTimer, type VirtualTimer } from '../simulators/virtual-timer.ts';

const startMs = Date.UTC(2026, 10, 20, 9, 30);
const pressure = (minute: number, systolicMmHg: number) => ({
  localMs: startMs + minute * 60_000,
  systolicMmHg,
  diastolicMmHg: 81,
  pulsePerMin: 72,
});
const lineOn = '4101';
const probe = '08512400000000a318';

async function exchangeOver(bus: HidBus, timer: VirtualTimer, known: ReadonlySet<string> | null = null) {
  const listed = await bus.list();
  const [listing] = listed.ok ? listed.value : [];
  if (listing === undefined) throw new Error('nothing is plugged in');
  const family: MonitorFamily = taidocCp2110;
  return timer.settle(startMemoryExchange(bus, { key: 'k', family, listing }, timer, known).result);
}

async function read(
  options: TaidocSimulatorOptions,
  store: (simulator: TaidocSimulator) => void = () => {},
  known: ReadonlySet<string> | null = null,
) {
  const timer = createVirtualTimer();
  const simulator = createTaidocSimulator(timer, options);
  store(simulator);
  const result = await exchangeOver(simulator.bus, timer, known);
  return { result, heard: simulator.heard, elapsedMs: timer.elapsedMs() };
}

function entriesOf({ result }: { readonly result: ExchangeResult }) {
  if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
  return result.contents.entries;
}

/** A bus of which only the reads are other ones. */
function readingOtherwise(
  bus: HidBus,
  read: (transport: HidTransport, timeoutMs: number) => Promise<Uint8Array>,
): HidBus {
  return {
    list: bus.list,
    async open(listing) {
      const opened = await bus.open(listing);
      if (!opened.ok) return opened;
      const transport = opened.value;
      return { ok: true, value: { ...transport, read: (timeoutMs) => read(transport, timeoutMs) } };
    },
  };
}

describe('reading it', () => {
  test.each([[[8]], [[1, 1, 1, 1, 1, 1, 1, 1]], [[7, 1]]])('answers in fragments of %j', async (cut) => {
    const both = await read({ cuts: () => cut }, (simulator) => {
      simulator.store(pressure(0, 131));
      simulator.store({ ...pressure(1, 132), above: 98 });
    });
    expect(both.result).toMatchObject({ kind: 'contents', contents: { model: 'TaiDoc TD-3261', clock: null } });
    expect(
      entriesOf(both).map((entry) => entry.kind === 'record' && [entry.record.slot, entry.record.systolicMmHg]),
    ).toEqual([
      [null, 132],
      [null, 131],
    ]);
  });

  test.each([true, false])('answers cut at random, reports padded: %s', async (padded) => {
    const cuts = new Set<string>();
    for (let seed = 1; seed <= 40; seed += 1) {
      const one = await read({ seed, padded }, (simulator) => simulator.store(pressure(0, 131)), new Set());
      const [entry] = entriesOf(one);
      expect(entry).toMatchObject({
        kind: 'record',
        record: { systolicMmHg: 131, diastolicMmHg: 81, pulsePerMin: 72 },
      });
      cuts.add((entry?.record.rawHex ?? []).map((hex) => hex.slice(0, 2)).join());
    }
    expect(cuts.size).toBeGreaterThan(20);
  });

  test('equal readings of one minute are both kept, the newest first', async () => {
    const three = await read({}, (simulator) => {
      simulator.store(pressure(0, 131));
      simulator.store(pressure(0, 131));
      simulator.store(pressure(0, 129));
    });
    const systolic = entriesOf(three).map((entry) => entry.kind === 'record' && entry.record.systolicMmHg);
    expect(systolic).toEqual([129, 131, 131]);
  });

  test('a clock that was never set gives no time', async () => {
    const unset = await read({}, (simulator) => simulator.store({ ...pressure(0, 131), localMs: null }));
    expect(entriesOf(unset)).toMatchObject([{ kind: 'record', record: { monitorTime: null, systolicMmHg: 131 } }]);
  });

  test('a systolic above 255 is left to the display, what failed is set aside, and both keep their bytes', async () => {
    const high = await read({ behind: 'monitor-with-high-byte', padded: false }, (simulator) => {
      simulator.store({ ...pressure(0, 271), diastolicMmHg: 130 });
      simulator.store({ ...pressure(1, 131), pulsePerMin: 3 });
      simulator.store(pressure(2, 255));
    });
    expect(entriesOf(high)).toMatchObject([
      { kind: 'record', record: { systolicMmHg: 255 } },
      { kind: 'unreadable', record: { reason: expect.stringContaining('failed') } },
      { kind: 'unreadable', record: { reason: expect.stringContaining('display') } },
    ]);
    const line = entriesOf(high)[2]
      ?.record.rawHex.map((hex) => hex.slice(2))
      .join('');
    // 271 is 0f behind 01; 130 is 82, 72 is 48.
    expect(line?.slice(16, 30)).toBe('51260f018248a5');
  });

  test('a measurement stored while it is read is not missed, and none is read twice', async () => {
    for (let at = 3; at <= 8; at += 1) {
      const timer = createVirtualTimer();
      const simulator = createTaidocSimulator(timer, { cuts: () => [8] });
      for (const systolicMmHg of [131, 132, 133]) simulator.store(pressure(systolicMmHg, systolicMmHg));
      let answers = 0;
      const bus = readingOtherwise(simulator.bus, async (transport, timeoutMs) => {
        const report = await transport.read(timeoutMs);
        if (report.length > 0) answers += 1;
        if (report.length > 0 && answers === at) simulator.store(pressure(140, 140));
        return report;
      });
      const entries = entriesOf({ result: await exchangeOver(bus, timer) });
      const systolic = entries.map((entry) => entry.kind === 'record' && entry.record.systolicMmHg);
      expect(systolic, `stored after answer ${at}`).toEqual([140, 133, 132, 131]);
    }
  });

  test('an empty memory; of a full one the newest within the limit', async () => {
    expect(entriesOf(await read({}))).toEqual([]);
    for (const count of [119, 120, 121, 400]) {
      const full = await read({ cuts: () => [1, 1, 1, 1, 1, 1, 1, 1] }, (simulator) => {
        for (let minute = 0; minute < count; minute += 1) simulator.store(pressure(minute, 90 + (minute % 100)));
      });
      expect(entriesOf(full)).toHaveLength(Math.min(count, 120));
      expect(entriesOf(full)[0]).toMatchObject({ record: { systolicMmHg: 90 + ((count - 1) % 100) } });
      expect(full.elapsedMs).toBeLessThan(50_000);
    }
  });
});

describe('what is not a monitor that is switched on', () => {
  test('switched off it is asleep, within five seconds, and hears nothing but the probe', async () => {
    const { result, elapsedMs, heard } = await read({ behind: 'switched-off' });
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-asleep' } });
    expect(elapsedMs).toBeLessThan(5000);
    expect(heard[0]).toBe(lineOn);
    expect(new Set(heard.slice(1))).toEqual(new Set([probe]));
  });

  test.each(['echo', 'words'] as const)('%s is refused after three probes and nothing else', async (behind) => {
    const { result, heard, elapsedMs } = await read({ behind });
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-foreign' } });
    expect(heard).toEqual([lineOn, probe, probe, probe]);
    expect(elapsedMs).toBeLessThan(5000);
  });

  test('what talks without being asked is asked nothing', async () => {
    const timer = createVirtualTimer();
    const simulator = createTaidocSimulator(timer);
    const result = await exchangeOver(
      readingOtherwise(simulator.bus, async (_, timeoutMs) => {
        await sleep(timer, Math.min(timeoutMs, 60));
        return timeoutMs < 60 ? new Uint8Array(0) : bytes('05 2D 31 2E 30 35');
      }),
      timer,
    );
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-garbage' } });
    expect(simulator.heard).toEqual([lineOn]);
    expect(timer.elapsedMs()).toBeLessThan(5000);
  });

  test.each([0, 3])(
    'a monitor whose bytes are broken from report %i on is garbage, within five seconds',
    async (from) => {
      const timer = createVirtualTimer();
      const simulator = createTaidocSimulator(timer, { cuts: () => [8] });
      simulator.store(pressure(0, 131));
      let reports = 0;
      const result = await exchangeOver(
        readingOtherwise(simulator.bus, async (transport, timeoutMs) => {
          const report = await transport.read(timeoutMs);
          if (report.length === 0) return report;
          reports += 1;
          return reports <= from ? report : report.with(4, (report[4] ?? 0) ^ 0x10);
        }),
        timer,
      );
      expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-garbage' } });
      expect(timer.elapsedMs()).toBeLessThan(5000);
    },
  );

  test('wrong answers that drip in at the last moment end within five seconds too', async () => {
    const timer = createVirtualTimer();
    const simulator = createTaidocSimulator(timer, { behind: 'switched-off' });
    const result = await exchangeOver(
      readingOtherwise(simulator.bus, async (_, timeoutMs) => {
        await sleep(timer, Math.min(timeoutMs, 190));
        return timeoutMs < 190 ? new Uint8Array(0) : bytes('01 51');
      }),
      timer,
    );
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-garbage' } });
    expect(timer.elapsedMs()).toBeLessThan(5000);
  });
});

describe('the simulated bridge', () => {
  test('tells the ids and sizes of its reports, and takes no others', () => {
    expect(taidocHid.input).toHaveLength(63);
    expect(taidocHid.input.at(-1)).toEqual({ id: 0x3f, bytes: 63 });
    const wire = createTaidocWire({ padded: false });
    expect(() => wire.output(bytes('08 51 24 00 00 00 00 A3'))).toThrow('report 8 of 8 bytes');
    expect(() => wire.output(bytes('00 51 24 00 00 00 00 A3 18'))).toThrow('report 0');
    expect(() => wire.feature(bytes('50 01'))).toThrow('feature');
    expect(wire.output(bytes(probe))).toEqual([]);
    wire.feature(bytes(lineOn));
    expect(() => wire.output(bytes('08 51 24 00 00 00 00 A3 19'))).toThrow('checksum');
    const sent = wire.output(bytes(probe));
    for (const { report } of sent) expect(report).toHaveLength(1 + (report[0] ?? 0));
    expect(Buffer.concat(sent.map(({ report }) => report.subarray(1))).toString('hex')).toBe('512461320000a5ad');
  });

  test('switches its line off when it is plugged in again', async () => {
    const timer = createVirtualTimer();
    const simulator = createTaidocSimulator(timer);
    expect(await exchangeOver(simulator.bus, timer)).toMatchObject({ kind: 'contents' });
    simulator.replug();
    expect(await exchangeOver(simulator.bus, timer)).toMatchObject({ kind: 'contents' });
    expect(simulator.heard.filter((report) => report === lineOn)).toHaveLength(2);
  });
});
