import { describe, expect, test } from 'vitest';
import { monitorFamilies } from '../../electron/monitors/families.ts';
import type { HidBus, HidListing } from '../../electron/monitors/hid-transport.ts';
import { joinMonitorsClients } from '../../electron/monitors/joined-monitors-client.ts';
import { driverArgument, driverAsked, familiesOfDriver } from '../../electron/monitors/linux-driver.ts';
import type { LinuxDriver } from '../../electron/monitors/monitor-family.ts';
import { monitorProblem } from '../../electron/monitors/monitor-problem.ts';
import { createMonitorsClient, type MonitorsClient } from '../../electron/monitors/monitors-client.ts';
import type { Delivery } from '../../electron/monitors/monitors-state.ts';
import { initialMonitorsState, type MonitorsState } from '../../electron/monitors/monitors-state.ts';
import type { Outcome } from '../../shared/problem.ts';
import { promptTime } from '../simulators/monitor-bench.ts';
import { inProcess } from '../simulators/monitors-line.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

type Listed = Outcome<readonly HidListing[]>;
const beurer = (path: string, port: string): HidListing => ({
  vendorId: 0x0c45,
  productId: 0x7406,
  path,
  serial: null,
  product: 'BM58',
  port,
});

/** Two processes with a bus each; `list` says what the bus of either lists. */
function twoProcesses(list: Record<LinuxDriver, () => Listed>) {
  const timer = createVirtualTimer();
  const opened: string[] = [];
  const process = (driver: LinuxDriver) => {
    const bus: HidBus = {
      list: async () => list[driver](),
      open: async ({ path }) => {
        opened.push(`${driver} ${path}`);
        return { ok: false, problem: monitorProblem.openFailed() };
      },
    };
    // Both look for every family here: which one answers is told by what its bus lists.
    const line = inProcess(timer, { bus, families: monitorFamilies });
    return { line, client: createMonitorsClient({ fork: line.fork, timer, wallNow: () => promptTime }) };
  };
  const both = { hidraw: process('hidraw'), libusb: process('libusb') };
  const client = joinMonitorsClients({ hidraw: both.hidraw.client, libusb: both.libusb.client });
  return { timer, both, client, opened };
}
const nothing = (): Listed => ({ ok: true, value: [] });
const missing = (): Listed => ({ ok: false, problem: monitorProblem.driverMissing('linux') });
const one = (): Listed => ({ ok: true, value: [beurer('a', '1-1')] });

describe('two processes as one', () => {
  test.each([
    ['nothing plugged in', nothing, nothing, 0, null, 'monitor-none'],
    ['the second driver missing, a monitor on the first', one, missing, 1, null, 'monitor-not-chosen'],
    ['the second driver missing, nothing on the first', nothing, missing, 0, null, 'monitor-driver-missing'],
    ['the first driver missing, a monitor on the second', missing, one, 1, null, 'monitor-not-chosen'],
    ['both drivers missing', missing, missing, 0, 'monitor-driver-missing', 'monitor-driver-missing'],
    ['one on each', one, () => ({ ok: true, value: [beurer('b', '1-2')] }) as const, 2, null, 'monitor-several'],
  ])('%s', async (_, hidraw, libusb, present, idleCode, askedCode) => {
    const { timer, client } = twoProcesses({ hidraw, libusb });
    client.start({ kind: 'real' });
    await timer.advance(2000);
    expect(client.state().present).toHaveLength(present);
    expect(client.state().problem?.code ?? null).toBe(idleCode);
    client.beginMeasurement(promptTime);
    await timer.until(() => !client.busy(), 5000);
    expect(client.state().problem?.code).toBe(askedCode);
    expect(client.state().activity).toBe('idle');
  });

  test('the chosen monitor’s process is asked, the other is left alone', async () => {
    const { timer, client, opened, both } = twoProcesses({ hidraw: one, libusb: missing });
    const busy: boolean[] = [];
    client.onBusy((now) => busy.push(now));
    client.start({ kind: 'real' });
    await timer.advance(2000);
    client.bind('beurer-bm55:port:1-1', 'A');
    client.beginMeasurement(promptTime);
    await timer.until(() => client.state().problem !== null, 5000);
    expect(opened).toEqual(['hidraw a']);
    expect(client.state()).toMatchObject({
      bound: { key: 'beurer-bm55:port:1-1' },
      problem: { code: 'monitor-open-failed' },
    });
    const sent = both.libusb.line.children[0]?.sent as readonly { readonly type: string }[];
    expect(sent.map((message) => message.type)).toEqual(['start']);
    await timer.until(() => !client.busy(), 5000);
    expect(busy.at(0)).toBe(true);
    expect(busy.at(-1)).toBe(false);
  });

  test('each is started again by itself, and only the chosen one’s end is told', async () => {
    const { timer, client, both } = twoProcesses({ hidraw: one, libusb: nothing });
    client.start({ kind: 'real' });
    client.bind('beurer-bm55:port:1-1', 'A');
    await timer.advance(2000);
    both.libusb.line.children[0]?.end(139);
    expect(client.state().problem).toBeNull();
    await timer.advance(5000);
    expect([both.hidraw.line.children.length, both.libusb.line.children.length]).toEqual([1, 2]);
    both.hidraw.line.children[0]?.end(139);
    expect(client.state().problem?.code).toBe('monitor-process-ended');
    await timer.advance(5000);
    expect([both.hidraw.line.children.length, both.libusb.line.children.length]).toEqual([2, 2]);
    expect(client.state().bound).toMatchObject({ key: 'beurer-bm55:port:1-1', pluggedIn: true });
  });

  test('a rehearsal needs one of them', async () => {
    const { timer, client, both } = twoProcesses({ hidraw: nothing, libusb: nothing });
    client.start({ kind: 'simulated', pressures: [{ systolicMmHg: 126, diastolicMmHg: 82, pulsePerMin: 70 }] });
    const deliveries: Delivery[] = [];
    client.onReading((delivery) => deliveries.push(delivery));
    await timer.until(() => client.state().present.length === 1, 5000);
    client.bind('beurer-bm55:port:simulated', 'A');
    client.beginMeasurement(promptTime);
    await timer.until(() => deliveries.length === 1, 20_000);
    expect(deliveries[0]?.fresh[0]?.systolicMmHg).toBe(126);
    expect(both.libusb.line.children).toHaveLength(0);
    client.stop();
    await timer.advance(60_000);
    expect(both.hidraw.line.children).toHaveLength(1);
  });
});

test('choosing a monitor of the other driver leaves the one before, and every wish follows the choice', () => {
  const heard: string[] = [];
  const spy = (name: string): MonitorsClient => {
    const hear = (what: string) => () => void heard.push(`${name} ${what}`);
    const state: MonitorsState = initialMonitorsState;
    return {
      start: hear('start'),
      stop: hear('stop'),
      bind: hear('bind'),
      beginMeasurement: hear('begin'),
      fetchNew: hear('fetch'),
      startMonitor: hear('start-monitor'),
      stopMonitor: hear('stop-monitor'),
      cancel: hear('cancel'),
      state: () => state,
      busy: () => false,
      pid: () => null,
      onState: () => () => undefined,
      onReading: () => () => undefined,
      onBusy: () => () => undefined,
    };
  };
  const client = joinMonitorsClients({ hidraw: spy('hidraw'), libusb: spy('libusb') });
  const asked = (driver: LinuxDriver) => {
    const family = monitorFamilies.find((candidate) => candidate.linuxDriver === driver);
    if (family === undefined) return;
    heard.length = 0;
    client.bind(`${family.id}:port:1-1`, 'A');
    client.beginMeasurement(promptTime);
    client.startMonitor();
    client.stopMonitor();
    client.fetchNew(promptTime);
    client.cancel();
    const own = ['bind', 'begin', 'start-monitor', 'stop-monitor', 'fetch', 'cancel'].map(
      (what) => `${driver} ${what}`,
    );
    expect(heard.slice(-own.length)).toEqual(own);
    return heard.slice(0, -own.length);
  };
  client.startMonitor();
  client.stopMonitor();
  expect(heard).toEqual([]);
  expect(asked('hidraw')).toEqual([]);
  const left = asked('libusb');
  if (left !== undefined) {
    expect(left).toEqual(['hidraw cancel']);
    expect(asked('hidraw')).toEqual(['libusb cancel']);
  }
});

describe('the driver of a process', () => {
  test('is told by its arguments, wherever they stand', () => {
    for (const driver of ['hidraw', 'libusb'] as const) {
      expect(driverAsked(['electron', 'monitors-process.js', driverArgument(driver)])).toBe(driver);
      expect(driverAsked([driverArgument(driver)])).toBe(driver);
    }
    expect(driverAsked(['electron', 'monitors-process.js'])).toBeNull();
    expect(driverAsked(['libusb'])).toBeNull();
  });

  test('every family belongs to exactly one of the two, and to a process without either', () => {
    const split = [...familiesOfDriver('hidraw'), ...familiesOfDriver('libusb')];
    expect(split.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      monitorFamilies.toSorted((a, b) => a.id.localeCompare(b.id)),
    );
    expect(familiesOfDriver(null)).toEqual(monitorFamilies);
    expect(familiesOfDriver('hidraw').map((family) => family.id)).toContain('beurer-bm55');
  });
});
