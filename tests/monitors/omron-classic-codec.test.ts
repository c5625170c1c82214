import { describe, expect, test } from 'vitest';
import { toHex } from '../../electron/monitors/hex.ts';
import {
  decodeOmronBankCount,
  decodeOmronClock,
  decodeOmronRecord,
  decodeOmronSingleCount,
  decodeOmronVersion,
  isOmronChecksumRight,
  isOmronNo,
  isOmronPedometer,
  omronCommandBytes,
  omronReports,
  omronWakeUp,
  readOmronInput,
} from '../../electron/monitors/omron-classic-codec.ts';
import { bytes } from '../simulators/bytes.ts';

/** Recorded input reports put together as the driver does it. */
function assemble(reports: readonly string[]): Uint8Array {
  return Uint8Array.from(
    reports.flatMap((report) => {
      const input = readOmronInput(bytes(report));
      return input.kind === 'data' ? Array.from(input.payload) : [];
    }),
  );
}
const decoded = (hex: string) => {
  const reply = decodeOmronRecord(bytes(hex), 'A', []);
  return reply.ok ? reply.record : reply.reason;
};

describe('recorded traffic of a real monitor', () => {
  test('count of bank A', () => {
    expect(omronReports(omronCommandBytes.bankCount(0)).map(toHex)).toEqual([
      '000747444300000000',
      '000100000000000000',
    ]);
    const reply = assemble(['07 4F 4B 00 00 14 00 02', '01 16 4B 00 00 14 00 02']);
    expect(decodeOmronBankCount(reply)).toBe(2);
  });

  test('the older record', () => {
    expect(omronReports(omronCommandBytes.bankRecord(0, 1)).map(toHex)).toEqual([
      '0007474d4500000001',
      '000101000000000000',
    ]);
    const raw = ['07 4F 4B 00 07 01 01 00', '07 06 26 00 00 7B 4E 57', '03 00 00 45 00 7B 4E 57'];
    const reply = decodeOmronRecord(assemble(raw), 'A', raw);
    expect(reply.ok && reply.record).toEqual({
      key: 'A|2007-01-01T00:06:38|123|78|87',
      slot: 'A',
      monitorTime: '2007-01-01T00:06:38',
      systolicMmHg: 123,
      diastolicMmHg: 78,
      pulsePerMin: 87,
      flags: [],
      rawHex: raw,
    });
  });

  test('the newest record, refused at first', () => {
    expect(isOmronNo(assemble(['02 4E 4F 45 00 7B 4E 57']))).toBe(true);
    const raw = ['07 4F 4B 00 07 01 02 00', '07 08 26 00 00 78 49 43', '03 00 00 58 00 78 49 43'];
    const reply = decodeOmronRecord(assemble(raw), 'A', raw);
    expect(reply.ok && reply.record).toMatchObject({
      monitorTime: '2007-01-02T00:08:38',
      systolicMmHg: 120,
      diastolicMmHg: 73,
      pulsePerMin: 67,
    });
  });

  test.each([
    ['4F 4B 00 08 04 15 10 0A 2E 00 00 81 4E 4D 00 00 AF', '2008-04-21T16:10:46', 129, 78, 77],
    ['4F 4B 00 08 04 15 10 12 26 00 00 77 4F 4F 00 00 4A', '2008-04-21T16:18:38', 119, 79, 79],
    ['4F 4B 00 07 01 03 00 06 33 00 00 70 4B 47 00 00 4C', '2007-01-03T00:06:51', 112, 75, 71],
  ])('%s', (hex, monitorTime, systolicMmHg, diastolicMmHg, pulsePerMin) => {
    expect(decoded(hex)).toMatchObject({ monitorTime, systolicMmHg, diastolicMmHg, pulsePerMin, flags: [] });
  });

  test('an empty memory', () => {
    expect(decodeOmronBankCount(bytes('4F 4B 00 00 0F 00 00 0F'))).toBe(0);
  });

  test('version, profile and serial', () => {
    expect(decodeOmronVersion(bytes('4F 4B 00 4D 37 30 38 30 49 54 20 32 30 37 4A'))).toBe('M7080IT 207');
    expect(isOmronChecksumRight(bytes('4F 4B 00 30 30 31 30 31 30 30 30 30 30 00'))).toBe(true);
    expect(isOmronChecksumRight(bytes('4F 4B 00 06 00 00 00 00 00 00 06'))).toBe(true);
  });

  test.each([
    '4F 4B 00 80 03 06 0C 1F 61 4C 4D F6',
    '4F 4B 00 80 03 06 0C 1F 00 00 00 96',
    '4F 4B 00 FF FC 00 00 00 00 00 00 03',
  ])('a weekly average is whole but never a record: %s', (hex) => {
    expect(isOmronChecksumRight(bytes(hex))).toBe(true);
    expect(decoded(hex)).toBe('Its length is wrong.');
  });
});

test('commands', () => {
  expect(omronReports(omronCommandBytes.version()).map(toHex)).toEqual(['000556455230300000']);
  expect(toHex(omronCommandBytes.bankCount(1))).toBe('4744430001000001');
  expect(toHex(omronCommandBytes.bankRecord(1, 5))).toBe('474d450001000504');
  expect(toHex(omronCommandBytes.singleCount())).toBe('434e543030');
  expect(toHex(omronCommandBytes.singleRecord(7))).toBe('4d455300000707');
  expect(toHex(omronCommandBytes.clock())).toBe('47434c3030');
  expect(toHex(omronCommandBytes.end())).toBe('454e44ffff');
  expect(omronWakeUp.map(toHex)).toEqual([
    ...Array.from({ length: 4 }, () => '000700000000000000'),
    '000200000000000000',
  ]);
});

test('only the counted bytes of a report are looked at', () => {
  expect(readOmronInput(bytes('08 60 00 00 00 00 00 00')).kind).toBe('not-ready');
  expect(readOmronInput(bytes('00 00 00 00 00 00 00 00')).kind).toBe('not-ready');
  expect(readOmronInput(bytes('09 60 00 00 00 00 00 00')).kind).toBe('malformed');
  expect(readOmronInput(bytes('02 4F 4B')).kind).toBe('malformed');
  expect(readOmronInput(bytes('02 4F 4B 77 77 77 77 77'))).toEqual({ kind: 'data', payload: bytes('4F 4B') });
});

test('flags, a record without them, the second user', () => {
  const base = [0, 26, 11, 23, 14, 5, 9, 0, 1, 44, 90, 60];
  const whole = (data: readonly number[]) =>
    Uint8Array.from([0x4f, 0x4b, ...data, data.reduce((sum, byte) => sum ^ byte, 0)]);
  const flagged = decodeOmronRecord(whole([...base, 0, 0x33]), 'B', []);
  expect(flagged.ok && flagged.record).toMatchObject({
    slot: 'B',
    systolicMmHg: 300,
    flags: ['irregular-heartbeat', 'movement'],
    monitorTime: '2026-11-23T14:05:09',
  });
  const short = decodeOmronRecord(whole(base), null, []);
  expect(short.ok && short.record).toMatchObject({ slot: null, diastolicMmHg: 90, pulsePerMin: 60, flags: [] });
});

test.each([
  ['a wrong checksum', '4F 4B 00 08 04 15 10 0A 2E 00 00 81 4E 4D 00 00 AE', 'Its checksum is wrong.'],
  ['a byte too few', '4F 4B 00 08 04 15 10 0A 2E 00 00 81 4E 4D 00 AF', 'Its length is wrong.'],
  ['month 13', '4F 4B 00 08 0D 15 10 0A 2E 00 00 81 4E 4D 00 00 A6', 'Its date is not one of the calendar.'],
  [
    'a systolic of 33153',
    '4F 4B 00 08 04 15 10 0A 2E 00 81 81 4E 4D 00 00 2E',
    'Its systolic pressure is not a possible number.',
  ],
])('%s is refused', (_, hex, reason) => {
  expect(decoded(hex)).toBe(reason);
});

test('counts, clock and version refuse what is not whole', () => {
  expect(decodeOmronBankCount(bytes('4F 4B 00 00 14 00 02 17'))).toBeNull();
  expect(decodeOmronSingleCount(bytes('4F 4B 00 00 05 05'))).toBe(5);
  expect(decodeOmronSingleCount(bytes('4F 4B 00 00 05 04'))).toBeNull();
  const clock = [0, 26, 11, 23, 14, 5, 9];
  const sum = clock.reduce((total, byte) => total ^ byte, 0);
  expect(decodeOmronClock(Uint8Array.from([0x4f, 0x4b, ...clock, sum]))).toBe('2026-11-23T14:05:09');
  expect(decodeOmronClock(Uint8Array.from([0x4f, 0x4b, ...clock, sum ^ 1]))).toBeUndefined();
  expect(decodeOmronVersion(bytes('4F 4B 00 4D 37 30 38 30 49 54 20 32 30 37 4B'))).toBeNull();
  expect(isOmronPedometer('HJ-720IT')).toBe(true);
  expect(isOmronPedometer('M7080IT 207')).toBe(false);
});
