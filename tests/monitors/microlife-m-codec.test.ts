import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeMicrolifeHistory,
  decodeMicrolifeRecord,
  isMicrolifeAcknowledgement,
  isMicrolifeSpeech,
  isMicrolifeSumRight,
  microlifeFrameBytes,
  microlifeHistory,
  microlifeLongestFrame,
  microlifePayload,
  microlifeReports,
} from '../../electron/monitors/microlife-m-codec.ts';
import { bytes } from '../simulators/bytes.ts';

const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');

describe('the question', () => {
  test('recorded: the history, byte for byte', () => {
    expect(hex(microlifeHistory)).toBe('4dff000900000000000000fd52');
  });

  test('in reports of eight bytes, each with its own count', () => {
    expect(microlifeReports(microlifeHistory, 'split').map(hex)).toEqual(['00074dff0009000000', '000600000000fd5200']);
  });

  test('recorded: in one report, with one count', () => {
    expect(microlifeReports(microlifeHistory, 'whole').map(hex)).toEqual(['000d4dff000900000000000000fd52']);
  });
});

/** The worked answer with one record, as reports; the high half of the count means nothing. */
const oneRecord = [
  '07 4D 3A 00 31 00 00 00',
  'F7 01 01 00 00 00 00 00',
  '07 00 00 00 00 00 00 00',
  '07 00 00 00 00 00 00 00',
  '17 00 00 00 00 00 00 00',
  '07 00 00 00 00 00 00 00',
  '07 86 46 44 16 07 11 11',
  '04 02 80 00 8B 00 00 00',
];
const frameOf = (reports: readonly string[]) =>
  Uint8Array.from(reports.flatMap((report) => Array.from(microlifePayload(bytes(report)) ?? [])));
const empty = bytes(`4D 3A 00 27 00 00 00 00 01 ${'00'.repeat(33)} AF`);

describe('frames', () => {
  test('the worked answer with one record', () => {
    const frame = frameOf(oneRecord);
    expect(frame).toHaveLength(53);
    expect(microlifeFrameBytes(frame)).toBe(53);
    const history = decodeMicrolifeHistory(frame);
    expect(history?.slot).toBe('A');
    expect(history?.records.map(hex)).toEqual(['86464416071111028000']);
  });

  test('the worked empty answer', () => {
    expect(decodeMicrolifeHistory(empty)).toEqual({ slot: 'A', records: [] });
  });

  test.each([
    [1, 'A'],
    [2, 'B'],
    [0, null],
    [3, null],
  ])('user %i', (user, slot) => {
    expect(decodeMicrolifeHistory(withSum(empty.with(8, user)))).toEqual({ slot, records: [] });
  });

  test('older monitors begin in another way', () => {
    expect(decodeMicrolifeHistory(withSum(empty.with(1, 0x31)))).toEqual({ slot: 'A', records: [] });
    expect(decodeMicrolifeHistory(withSum(empty.with(1, 0x32)))).toBeNull();
  });

  test.each([
    ['one bit flipped', empty.with(20, 1)],
    ['one byte short', empty.subarray(0, -1)],
    ['one byte more', Uint8Array.from([...empty, 0])],
    ['another count than the length', withSum(empty.with(7, 1))],
    ['another length than the count', withSum(empty.with(3, 0x28))],
    ['another command', withSum(empty.with(4, 7))],
    ['our own question', microlifeHistory],
    ['nothing', bytes('')],
  ])('%s is no history', (_, frame) => {
    expect(decodeMicrolifeHistory(frame)).toBeNull();
  });

  test('both worked acknowledgements, and what is none', () => {
    for (const frame of ['4D 3A 00 02 81 0A', '4D 3A 00 02 91 1A']) {
      expect(isMicrolifeAcknowledgement(bytes(frame))).toBe(true);
      expect(isMicrolifeSumRight(bytes(frame))).toBe(true);
    }
    expect(isMicrolifeAcknowledgement(bytes('4D 3A 00 02 82 0B'))).toBe(false);
    expect(isMicrolifeSumRight(bytes('4D 3A 00 02 81 0B'))).toBe(false);
  });

  test('who speaks can be told from the second byte on', () => {
    expect(isMicrolifeSpeech(bytes(''))).toBe(true);
    expect(isMicrolifeSpeech(bytes('4D'))).toBe(true);
    expect(isMicrolifeSpeech(bytes('4D 3A'))).toBe(true);
    expect(isMicrolifeSpeech(bytes('4D FF'))).toBe(false);
    expect(isMicrolifeSpeech(bytes('45'))).toBe(false);
  });

  test('the length is open up to the fourth byte; the longest answer has 255 records', () => {
    expect(microlifeFrameBytes(bytes('4D 3A 01'))).toBeNull();
    // The head of a real answer with 29 records.
    expect(microlifeFrameBytes(bytes('4D 3A 01 49'))).toBe(43 + 29 * 10);
    expect(microlifeLongestFrame).toBe(43 + 2550);
  });

  test('valid bytes of a report: seven at most, in eight', () => {
    expect(microlifePayload(bytes('F7 01 02 03 04 05 06 07'))).toHaveLength(7);
    expect(microlifePayload(bytes('F0 01 02 03 04 05 06 07'))).toHaveLength(0);
    expect(microlifePayload(bytes('08 01 02 03 04 05 06 07'))).toBeNull();
    expect(microlifePayload(bytes('07 01 02 03 04 05 06'))).toBeNull();
    expect(microlifePayload(bytes('07 01 02 03 04 05 06 07 08'))).toBeNull();
    expect(microlifePayload(bytes(''))).toBeNull();
  });
});

/** The same frame with the sum that belongs to it. */
function withSum(frame: Uint8Array): Uint8Array {
  let sum = 0;
  for (const byte of frame.subarray(0, -1)) sum = (sum + byte) % 256;
  return frame.with(frame.length - 1, sum);
}

describe('records', () => {
  const decoded = (record: string) => decodeMicrolifeRecord(bytes(record), 'A', ['00']);

  test.each([
    ['90 44 33 11 00 00 00 00 80 00', null, 144, 68, 51, []],
    ['86 46 44 16 07 11 11 02 80 00', '2022-07-17T17:02', 134, 70, 68, []],
    ['93 3B 30 16 07 11 11 38 C0 00', '2022-07-17T17:56', 147, 59, 48, ['irregular-heartbeat']],
    ['94 46 3C 16 07 12 0C 07 00 00', '2022-07-18T12:07', 148, 70, 60, ['poor-cuff-fit']],
  ])('recorded: %s', (record, monitorTime, systolicMmHg, diastolicMmHg, pulsePerMin, flags) => {
    expect(decoded(record)).toMatchObject({
      kind: 'record',
      record: { slot: 'A', monitorTime, systolicMmHg, diastolicMmHg, pulsePerMin, flags, rawHex: ['00'] },
    });
  });

  test.each([
    ['80', []],
    ['A0', ['possible-atrial-fibrillation']],
    ['88', ['averaged']],
    ['90', ['averaged']],
    ['87', []],
    ['00', ['poor-cuff-fit']],
    ['F8', ['irregular-heartbeat', 'possible-atrial-fibrillation', 'averaged']],
  ])('flags %s', (flagByte, flags) => {
    const entry = decoded(`86 46 44 16 07 11 11 02 ${flagByte} 00`);
    expect(entry.kind === 'record' && entry.record.flags).toEqual(flags);
  });

  test.each([
    ['hour 24', '86 46 44 16 07 11 18 02 80 00'],
    ['minute 60', '86 46 44 16 07 11 11 3C 80 00'],
    ['31 June', '86 46 44 16 06 1F 11 02 80 00'],
    ['month 13', '86 46 44 16 0D 11 11 02 80 00'],
    ['day 0', '86 46 44 16 07 00 11 02 80 00'],
    ['year 100', '86 46 44 64 07 11 11 02 80 00'],
  ])('%s is unreadable, with its slot', (_, record) => {
    expect(decoded(record)).toMatchObject({
      kind: 'unreadable',
      record: { slot: 'A', reason: 'Its date is not one of the calendar.', rawHex: ['00'] },
    });
  });

  test('nine bytes are no record', () => {
    expect(decoded('86 46 44 16 07 11 11 02 80').kind).toBe('unreadable');
  });
});

test('of whatever bytes, only right sums and fitting lengths give a history', () => {
  const head = fc.constantFrom(bytes('4D 3A 00 27 00 00 00 00 01'), bytes('4D 3A 00 31 00 00 01 01 02'), bytes('4D'));
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 60 }), fc.boolean(), (beginning, rest, mended) => {
      const made = Uint8Array.from([...beginning, ...rest, 0]);
      const frame = mended ? withSum(made) : made;
      const history = decodeMicrolifeHistory(frame);
      if (history === null) return;
      expect(withSum(frame)).toEqual(frame);
      expect(frame).toHaveLength(43 + 10 * history.records.length);
    }),
    { numRuns: 2000 },
  );
});
