import { describe, expect, test } from 'vitest';
import { createConversation } from '../../electron/monitors/conversation.ts';
import { startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import { microlifeBpa100 } from '../../electron/monitors/microlife-bpa100.ts';
import type { RawDelivery } from '../../electron/monitors/monitors-state.ts';
import { withoutPushed } from '../../electron/monitors/pushed-records.ts';
import { result } from '../simulators/microlife-bpa100-live-bench.ts';
import { type BpaPressure, createBpaSimulator } from '../simulators/microlife-bpa100-simulator.ts';
import { promptTime } from '../simulators/monitor-bench.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

describe('in the measuring conversation', () => {
  const numbers = (systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number) => ({
    localMs: result.localMs,
    systolicMmHg,
    diastolicMmHg,
    pulsePerMin,
  });
  async function conversing(pushed: BpaPressure | { readonly error: number }) {
    const timer = createVirtualTimer();
    const simulator = createBpaSimulator(timer, { measurement: { tookMs: 30_000, result: pushed } });
    const deliveries: RawDelivery[] = [];
    const conversation = createConversation({
      bus: simulator.bus,
      timer,
      pollEveryMs: 1500,
      busyWhileMeasuring: false,
      newReadingId: () => `reading-${deliveries.length}`,
      onState: () => {},
      onDelivery: (delivery) => deliveries.push(delivery),
    });
    conversation.start();
    await timer.advance(10);
    conversation.bind('microlife-bpa100:port:1-8', 'A');
    conversation.beginMeasurement(promptTime);
    await timer.until(() => conversation.state().activity === 'live-listening', 10_000);
    conversation.startMonitor();
    await timer.until(() => deliveries.length > 0, 60_000);
    await timer.advance(10);
    const state = conversation.state();
    conversation.stop();
    return { delivery: deliveries[0] ?? expect.fail(), state, simulator, timer, conversation };
  }

  test.each([
    ['a result', numbers(124, 79, 66)],
    ['the narrowest pressure', numbers(124, 114, 66)],
    ['the lowest diastolic', numbers(90, 30, 66)],
    ['the slowest pulse', numbers(124, 79, 20)],
    ['the fastest pulse', numbers(124, 79, 250)],
    ['the highest that a byte holds', numbers(255, 79, 66)],
  ])('%s is a fresh reading', async (_, pushed) => {
    const { delivery, state } = await conversing(pushed);
    expect(delivery.setAside).toEqual([]);
    expect(delivery.fresh).toMatchObject([
      {
        systolicMmHg: pushed.systolicMmHg,
        diastolicMmHg: pushed.diastolicMmHg,
        pulsePerMin: pushed.pulsePerMin,
        source: { monitorTime: '2026-11-23T14:06' },
      },
    ]);
    expect(state).toMatchObject({ activity: 'idle', problem: null });
  });

  test.each([
    ['zeros', numbers(0, 0, 0)],
    ['a pressure that is swapped', numbers(79, 124, 66)],
    ['a pressure that is too narrow', numbers(124, 115, 66)],
    ['a diastolic that is too low', numbers(90, 29, 66)],
    ['a pulse that is too slow', numbers(124, 79, 19)],
    ['a pulse that is too fast', numbers(124, 79, 251)],
  ])('%s is set aside with its reason, never a reading', async (_, pushed) => {
    const { delivery, state } = await conversing(pushed);
    expect([...delivery.fresh, ...delivery.candidates]).toEqual([]);
    expect(delivery.setAside).toHaveLength(1);
    expect(state).toMatchObject({ activity: 'idle', problem: { code: 'monitor-only-set-aside' } });
  });

  test('an error of its own is the problem, and nothing is a reading', async () => {
    const { delivery, state } = await conversing({ error: 3 });
    expect([...delivery.fresh, ...delivery.candidates]).toEqual([]);
    expect(state).toMatchObject({
      activity: 'idle',
      problem: {
        code: 'monitor-measurement-error',
        sentence: 'The monitor ended the measurement with its error 3: the cuff did not reach its pressure.',
      },
    });
  });

  test('what was pushed lies in its memory too, and is not taken a second time', async () => {
    const { timer, simulator } = await conversing(numbers(124, 79, 66));
    expect(simulator.isMeasuring()).toBe(false);
    const [listing] = await simulator.bus.list().then((listed) => (listed.ok ? listed.value : []));
    const claimed = { key: 'k', family: microlifeBpa100, listing: listing ?? expect.fail() };
    const read = await timer.settle(startMemoryExchange(simulator.bus, claimed, timer, null).result);
    const { contents } = read.kind === 'contents' ? read : expect.fail();
    const pushed = contents.entries.map(({ record }) => record).filter((record) => 'systolicMmHg' in record);
    expect(pushed).toHaveLength(1);
    expect(withoutPushed(contents, pushed).entries).toEqual([]);
  });
});
