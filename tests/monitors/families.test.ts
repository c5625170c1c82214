import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beurerBm55 } from '../../electron/monitors/beurer-bm55.ts';
import { monitorFamilies } from '../../electron/monitors/families.ts';
import type { HidBus, HidListing } from '../../electron/monitors/hid-transport.ts';
import { startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import { omronClassic } from '../../electron/monitors/omron-classic.ts';
import { createSimulatedBeurer } from '../../electron/monitors/simulated-beurer.ts';
import { udevRule } from '../../electron/monitors/udev-rule.ts';
import { bytes } from '../simulators/bytes.ts';
import { createOmronSimulator, type OmronSimulatorOptions } from '../simulators/omron-classic-simulator.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

async function firstOf(bus: HidBus): Promise<HidListing> {
  const listed = await bus.list();
  const [first] = listed.ok ? listed.value : [];
  if (first === undefined) throw new Error('nothing is plugged in');
  return first;
}

async function readOmron(
  options: OmronSimulatorOptions,
  store?: (omron: ReturnType<typeof createOmronSimulator>) => void,
) {
  const timer = createVirtualTimer();
  const omron = createOmronSimulator(timer, options);
  store?.(omron);
  const claimed = { key: 'k', family: omronClassic, listing: await firstOf(omron.bus) };
  const result = await timer.settle(startMemoryExchange(omron.bus, claimed, timer, null).result);
  return { result, omron, elapsedMs: timer.elapsedMs() };
}

describe('the table of families', () => {
  test('the shipped udev rules are those of the table, and their number lets uaccess work', () => {
    const file = readFileSync(join(import.meta.dirname, '../../build/linux/70-vigil-monitors.rules'), 'utf8');
    const rules = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(rules).toEqual(
      monitorFamilies.flatMap((family) => family.usbIds.map((id) => udevRule(id, family.linuxDriver))),
    );
    expect(udevRule({ vendorId: 0x590, productId: 0x28 }, 'hidraw')).toBe(
      'KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{idVendor}=="0590", ATTRS{idProduct}=="0028", TAG+="uaccess"',
    );
  });

  test('no two share an id, and each says how far it is proven', () => {
    const ids = monitorFamilies.flatMap((family) => family.usbIds.map((id) => `${id.vendorId}:${id.productId}`));
    expect(new Set(ids).size).toBe(ids.length);
    for (const family of monitorFamilies) expect(family.honestStatus).toContain('unproven on hardware');
  });
});

describe('Omron classic', () => {
  const stored = (systolicMmHg: number, flags = 0) =>
    ({ time: [26, 11, 20, 9, 30, 15], systolicMmHg, diastolicMmHg: 81, pulsePerMin: 72, flags }) as const;

  test.each(['awake', 'not-ready', 'silent'] as const)('is woken when at first it is %s', async (firstWake) => {
    const { result, omron } = await readOmron({ dialect: 'banks', firstWake, noToFirstRecords: 2 }, (simulator) => {
      simulator.store(0, stored(131, 1));
      simulator.store(0, stored(132));
      simulator.store(1, stored(133, 2));
    });
    if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
    expect(result.contents).toMatchObject({ model: 'M7080IT 207', clock: null });
    expect(
      result.contents.entries.map(
        (entry) => entry.kind === 'record' && [entry.record.slot, entry.record.systolicMmHg, ...entry.record.flags],
      ),
    ).toEqual([
      ['A', 132],
      ['A', 131, 'irregular-heartbeat'],
      ['B', 133, 'movement'],
    ]);
    // It was switched off again.
    expect(omron.isAwake()).toBe(false);
  });

  test('the single-user dialect tells its clock', async () => {
    const { result } = await readOmron({ dialect: 'single', version: 'ELITE+' }, (simulator) => {
      simulator.store(0, stored(131));
      simulator.clock.time = [26, 11, 23, 14, 7, 5];
    });
    if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
    expect(result.contents.clock).toBe('2026-11-23T14:07:05');
    expect(result.contents.entries[0]?.record.slot).toBeNull();
  });

  test('records without flag bytes', async () => {
    const { result } = await readOmron({ dialect: 'banks', shortRecords: true }, (simulator) =>
      simulator.store(0, stored(131)),
    );
    if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
    expect(result.contents.entries[0]).toMatchObject({ kind: 'record', record: { systolicMmHg: 131, flags: [] } });
  });

  test('an empty memory, and a full one of two users within the limit', async () => {
    const empty = await readOmron({ dialect: 'banks' });
    expect(empty.result).toMatchObject({ kind: 'contents', contents: { entries: [] } });
    const full = await readOmron({ dialect: 'banks' }, (simulator) => {
      for (let count = 0; count < 84; count += 1) for (const bank of [0, 1]) simulator.store(bank, stored(100 + count));
    });
    expect(full.result.kind === 'contents' && full.result.contents.entries.length).toBe(168);
    expect(full.elapsedMs).toBeLessThan(45_000);
  });

  test('the step counter with the same id is refused', async () => {
    const { result } = await readOmron({ dialect: 'banks', version: 'HJ-720IT 10' });
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-foreign' } });
  });
});

describe('the simulated Beurer', () => {
  const exchange = async () => {
    const timer = createVirtualTimer();
    const beurer = createSimulatedBeurer(timer);
    const opened = await beurer.bus.open(await firstOf(beurer.bus));
    if (!opened.ok) throw new Error('not opened');
    const transport = opened.value;
    const ask = async (hex: string) => {
      await transport.write(bytes(hex));
      const before = timer.elapsedMs();
      const reply = await timer.settle(transport.read(1000));
      return { reply: Buffer.from(reply).toString('hex'), afterMs: timer.elapsedMs() - before };
    };
    return { timer, beurer, transport, ask };
  };

  test('speaks the bytes of the worked samples', async () => {
    const { beurer, ask } = await exchange();
    beurer.store({
      slot: 'A',
      localMs: Date.UTC(2016, 3, 26, 8, 15),
      systolicMmHg: 128,
      diastolicMmHg: 82,
      pulsePerMin: 71,
    });
    beurer.store({
      slot: 'B',
      localMs: Date.UTC(2017, 10, 3, 21, 47, 59),
      systolicMmHg: 145,
      diastolicMmHg: 95,
      pulsePerMin: 88,
      irregularHeartbeat: true,
    });
    const expected = [
      ['00 AA F4 F4 F4 F4 F4 F4 F4', '55f4f4f4f4f4f4f4'],
      ['00 A4 F4 F4 F4 F4 F4 F4 F4', '416e646f6e20426c'],
      ['00 A5 F4 F4 F4 F4 F4 F4 F4', '6f6f642050726573'],
      ['00 A6 F4 F4 F4 F4 F4 F4 F4', '73757265204d6574'],
      ['00 A7 F4 F4 F4 F4 F4 F4 F4', '6572204b44303031'],
      ['00 A2 F4 F4 F4 F4 F4 F4 F4', '02f4f4f4f4f4f4f4'],
      ['00 A3 01 F4 F4 F4 F4 F4 F4', '673947041a080f10'],
      ['00 A3 02 F4 F4 F4 F4 F4 F4', '7846580b83152f91'],
      ['00 A3 03 F4 F4 F4 F4 F4 F4', 'a9f4f4f4f4f4f4f4'],
    ] as const;
    for (const [command, reply] of expected) {
      const answered = await ask(command);
      expect(answered.reply, command).toBe(reply);
      expect(answered.afterMs).toBeGreaterThanOrEqual(10);
      expect(answered.afterMs).toBeLessThanOrEqual(60);
    }
  });

  test('leaves its PC mode after F7 and F6, and after a minute, until it is plugged in again', async () => {
    const { beurer, ask, timer } = await exchange();
    await ask('00 F6 F4 F4 F4 F4 F4 F4 F4');
    expect(beurer.inPcMode()).toBe(true);
    await ask('00 F7 F4 F4 F4 F4 F4 F4 F4');
    await ask('00 F6 F4 F4 F4 F4 F4 F4 F4');
    expect(beurer.inPcMode()).toBe(false);
    expect((await ask('00 AA F4 F4 F4 F4 F4 F4 F4')).reply).toBe('');
    beurer.replug();
    expect(beurer.inPcMode()).toBe(true);

    const again = await exchange();
    await again.ask('00 AA F4 F4 F4 F4 F4 F4 F4');
    await again.timer.advance(58_900);
    expect(again.beurer.inPcMode()).toBe(true);
    await again.timer.advance(1200);
    expect(again.beurer.inPcMode()).toBe(false);
    await timer.advance(0);
  });

  test('holds the wire format: a write of another size or report id is refused, and two operations at once', async () => {
    const { transport } = await exchange();
    await expect(transport.write(bytes('AA F4 F4 F4 F4 F4 F4 F4'))).rejects.toThrow('8 bytes');
    await expect(transport.write(bytes('01 AA F4 F4 F4 F4 F4 F4 F4'))).rejects.toThrow('report id 1');
    await expect(transport.sendFeature(bytes('00 00'))).rejects.toThrow('feature');
    void transport.read(100);
    await expect(transport.read(100)).rejects.toThrow('two operations');
  });

  test('says in its name that it is simulated, and a full memory is read in time', async () => {
    const timer = createVirtualTimer();
    const beurer = createSimulatedBeurer(timer);
    const listing = await firstOf(beurer.bus);
    expect(listing.product).toContain('Simulated');
    for (let count = 0; count < 120; count += 1) {
      beurer.store({
        slot: count % 2 === 0 ? 'A' : 'B',
        localMs: Date.UTC(2026, 1, 1, 0, count),
        systolicMmHg: 120,
        diastolicMmHg: 80,
        pulsePerMin: 70,
      });
    }
    const claimed = { key: 'k', family: beurerBm55, listing };
    const result = await timer.settle(startMemoryExchange(beurer.bus, claimed, timer, null).result);
    expect(result.kind === 'contents' && result.contents.entries.length).toBe(120);
    expect(result.kind === 'contents' && result.contents.model).toBe('Andon Blood Pressure Meter KD001');
    expect(timer.elapsedMs()).toBeLessThan(15_000);
  });
});
