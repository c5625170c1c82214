import { describe, expect, test } from 'vitest';
import { beurerReport } from '../../electron/monitors/beurer-bm55-codec.ts';
import {
  bm96Command,
  decodeBm96Counts,
  decodeBm96Name,
  decodeBm96Record,
} from '../../electron/monitors/beurer-bm96-codec.ts';
import { bytes } from '../simulators/bytes.ts';

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

  test('the question of the worked sample', () => {
    const report = beurerReport(bm96Command.record, 0, 0);
    expect(Buffer.from(report).toString('hex')).toBe('00a30000f4f4f4f4f4');
  });

  test('pressures are stored as they are, and the user is the slot', () => {
    const reply = decodeBm96Record(padded('01 FE 00 01 17 3B 1F 0C 63 02 00 FF 1E FA'), { user: 1, row: 254 });
    expect(reply).toMatchObject({
      kind: 'record',
      record: { slot: 'B', monitorTime: '2099-12-31T23:59', systolicMmHg: 255, diastolicMmHg: 30, pulsePerMin: 250 },
    });
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
    expect(decodeBm96Name(padded('20 20'))).toBeNull();
    expect(decodeBm96Counts(padded('02 01'))).toEqual([2, 1]);
    expect(decodeBm96Counts(padded('02'))).toBeNull();
    expect(decodeBm96Counts(padded('02 01 00'))).toBeNull();
  });
});
