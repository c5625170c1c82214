import { describe, expect, test } from 'vitest';
import { startMemoryExchange } from '../../electron/monitors/memory-exchange.ts';
import { taidocCp2110 } from '../../electron/monitors/taidoc-cp2110.ts';
import {
  decodeTaidocRecord,
  taidocAnswer,
  taidocCommand,
  taidocCount,
  taidocLineBytes,
  taidocModel,
  taidocQuestion,
} from '../../electron/monitors/taidoc-cp2110-codec.ts';
import { bytes } from '../simulators/bytes.ts';
import {
  createTaidocSimulator,
  type TaidocSimulator,
  type TaidocSimulatorOptions,
} from '../simulators/taidoc-cp2110-simulator.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

const answerIn = (report: string, command: number) => {
  const line = taidocLineBytes(bytes(report));
  const known = Object.values(taidocCommand).find((candidate) => candidate === command);
  const answer = line === null || known === undefined ? null : taidocAnswer(line, known);
  if (answer === null) throw new Error(`no answer in ${report}`);
  return answer;
};

describe('the byte format', () => {
  test('questions carry their checksum', () => {
    const hex = (report: Uint8Array) => Buffer.from(report).toString('hex');
    expect(hex(taidocQuestion(taidocCommand.model))).toBe('08512400000000a318');
    expect(hex(taidocQuestion(taidocCommand.count))).toBe('08512b00000000a31f');
    // 0x51 + 0x26 + 0x02 + 0x01 + 0xa3 = 0x11d.
    expect(hex(taidocQuestion(taidocCommand.values, 258))).toBe('08512602010000a31d');
  });

  test('the worked samples: two records; 2019-12-25 07:45; 131/86, pulse 64', () => {
    expect(taidocCount(answerIn('08 51 2B 02 00 00 00 A5 23', 0x2b))).toBe(2);
    const date = answerIn('08 51 25 99 27 2D 07 A5 0F', 0x25);
    const values = answerIn('08 51 26 83 00 56 40 A5 35', 0x26);
    expect(decodeTaidocRecord(date, values, ['00'])).toMatchObject({
      kind: 'record',
      record: {
        slot: null,
        monitorTime: '2019-12-25T07:45',
        systolicMmHg: 131,
        diastolicMmHg: 86,
        pulsePerMin: 64,
        flags: [],
      },
    });
  });

  test.each([
    ['another command', '51 25 02 00 00 00 A5 1D'],
    ['a wrong checksum', '51 2B 02 00 00 00 A5 24'],
    ['a question', '51 2B 02 00 00 00 A3 21'],
    ['another beginning', '50 2B 02 00 00 00 A5 22'],
    ['one byte short', '51 2B 02 00 00 00 A5'],
    ['one byte long', '51 2B 02 00 00 00 A5 23 00'],
  ])('%s is no answer to the count', (_, frame) => {
    expect(taidocAnswer(bytes(frame), taidocCommand.count)).toBeNull();
  });

  test('the number of a report is the number of its serial bytes', () => {
    expect(taidocLineBytes(bytes('02 51 2B FF'))).toEqual(bytes('51 2B'));
    expect(taidocLineBytes(bytes('03 51 2B'))).toBeNull();
    expect(taidocLineBytes(bytes('00 51 2B'))).toBeNull();
    expect(taidocLineBytes(new Uint8Array(65).fill(0x40))).toBeNull();
    expect(taidocLineBytes(new Uint8Array(64).fill(0x3f))).toHaveLength(63);
  });

  const date = [0x99, 0x27, 45, 7] as const;
  test.each([
    { pulse: 3, kind: 'unreadable' },
    { pulse: 4, kind: 'record' },
  ])('a pulse of $pulse is $kind', ({ pulse, kind }) => {
    expect(decodeTaidocRecord(date, [131, 0, 86, pulse], ['00']).kind).toBe(kind);
  });

  test.each([
    { systolic: 131, above: 101, kind: 'record' },
    { systolic: 131, above: 1, kind: 'record' },
    { systolic: 86, above: 1, kind: 'record' },
    { systolic: 85, above: 1, kind: 'unreadable' },
    { systolic: 5, above: 1, kind: 'unreadable' },
  ])('$systolic over 86 with $above behind it is $kind: nothing is guessed', ({ systolic, above, kind }) => {
    expect(decodeTaidocRecord(date, [systolic, above, 86, 64], ['00']).kind).toBe(kind);
  });

  test('no date of the calendar is unreadable; a clock that was never set gives no time', () => {
    // The 31st of May and of June.
    expect(decodeTaidocRecord([0xbf, 0x24, 45, 7], [131, 0, 86, 64], ['00']).kind).toBe('record');
    expect(decodeTaidocRecord([0xdf, 0x24, 45, 7], [131, 0, 86, 64], ['00']).kind).toBe('unreadable');
    const unset = decodeTaidocRecord([0, 0x26, 0, 0], [131, 0, 86, 64], ['00']);
    expect(unset.kind === 'record' && unset.record.monitorTime).toBeNull();
  });

  test('a model is called by its digits', () => {
    expect(taidocModel([0x61, 0x32, 0, 0])).toBe('TaiDoc TD-3261');
  });
});

const startMs = Date.UTC(2026, 10, 20, 9, 30);
const pressure = (minute: number, systolicMmHg: number) => ({
  localMs: startMs + minute * 60_000,
  systolicMmHg,
  diastolicMmHg: 81,
  pulsePerMin: 72,
});

async function read(options: TaidocSimulatorOptions, store: (simulator: TaidocSimulator) => void) {
  const timer = createVirtualTimer();
  const simulator = createTaidocSimulator(timer, options);
  store(simulator);
  const listed = await simulator.bus.list();
  const [listing] = listed.ok ? listed.value : [];
  if (listing === undefined) throw new Error('nothing is plugged in');
  const claimed = { key: 'k', family: taidocCp2110, listing };
  const result = await timer.settle(startMemoryExchange(simulator.bus, claimed, timer, null).result);
  return { result, elapsedMs: timer.elapsedMs() };
}

describe('reading it', () => {
  test.each([[[8]], [[1, 1, 1, 1, 1, 1, 1, 1]], [[7, 1]]])('answers in fragments of %j', async (cut) => {
    const { result } = await read({ cuts: () => cut }, (simulator) => {
      simulator.store(pressure(0, 131));
      simulator.store({ ...pressure(1, 132), above: 98 });
    });
    if (result.kind !== 'contents') throw new Error(JSON.stringify(result));
    expect(result.contents.model).toBe('TaiDoc TD-3261');
    expect(
      result.contents.entries.map((entry) => entry.kind === 'record' && [entry.record.slot, entry.record.systolicMmHg]),
    ).toEqual([
      [null, 132],
      [null, 131],
    ]);
  });

  test('an empty memory; of a full one the newest within the limit', async () => {
    expect((await read({}, () => {})).result).toMatchObject({ kind: 'contents', contents: { entries: [] } });
    const full = await read({}, (simulator) => {
      for (let count = 0; count < 400; count += 1) simulator.store(pressure(count, 90 + (count % 100)));
    });
    expect(full.result.kind === 'contents' && full.result.contents.entries.length).toBe(120);
    expect(full.elapsedMs).toBeLessThan(45_000);
  });

  test('switched off it is asleep, within five seconds', async () => {
    const { result, elapsedMs } = await read({ awake: false }, () => {});
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'monitor-asleep' } });
    expect(elapsedMs).toBeLessThan(5000);
  });
});
