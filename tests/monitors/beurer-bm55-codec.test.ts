import { describe, expect, test } from 'vitest';
import { beurerReport, decodeBeurerName, decodeBeurerRecord } from '../../electron/monitors/beurer-bm55-codec.ts';
import { toHex } from '../../electron/monitors/hex.ts';
import { bytes } from '../simulators/bytes.ts';

describe('worked samples', () => {
  test.each([
    [[0xaa], '00aaf4f4f4f4f4f4f4'],
    [[0xa4], '00a4f4f4f4f4f4f4f4'],
    [[0xa2], '00a2f4f4f4f4f4f4f4'],
    [[0xa3, 1], '00a301f4f4f4f4f4f4'],
    [[0xf7], '00f7f4f4f4f4f4f4f4'],
    [[0xf6], '00f6f4f4f4f4f4f4f4'],
  ])('command %j is sent as %s', (command, hex) => {
    expect(toHex(beurerReport(...command))).toBe(hex);
  });

  test('the name comes in four parts', () => {
    const parts = ['416e646f6e20426c', '6f6f642050726573', '73757265204d6574', '6572204b44303031'];
    expect(decodeBeurerName(parts.map(bytes))).toBe('Andon Blood Pressure Meter KD001');
  });

  test('a record of the first user', () => {
    expect(decodeBeurerRecord(bytes('67 39 47 04 1A 08 0F 10'))).toEqual({
      kind: 'record',
      record: {
        key: 'A|2016-04-26T08:15|128|82|71',
        slot: 'A',
        monitorTime: '2016-04-26T08:15',
        systolicMmHg: 128,
        diastolicMmHg: 82,
        pulsePerMin: 71,
        flags: [],
        rawHex: ['673947041a080f10'],
      },
    });
  });

  test('a record of the second user with an irregular heartbeat', () => {
    expect(decodeBeurerRecord(bytes('78 46 58 0B 83 15 2F 91'))).toEqual({
      kind: 'record',
      record: {
        key: 'B|2017-11-03T21:47|145|95|88',
        slot: 'B',
        monitorTime: '2017-11-03T21:47',
        systolicMmHg: 145,
        diastolicMmHg: 95,
        pulsePerMin: 88,
        flags: ['irregular-heartbeat'],
        rawHex: ['7846580b83152f91'],
      },
    });
  });

  test('A9 alone is no record', () => {
    expect(decodeBeurerRecord(bytes('A9 F4 F4 F4 F4 F4 F4 F4'))).toEqual({ kind: 'none' });
  });
});

test('A9 at the head of a record is a systolic of 194', () => {
  const reply = decodeBeurerRecord(bytes('A9 39 47 04 1A 08 0F 10'));
  expect(reply.kind === 'record' && reply.record.systolicMmHg).toBe(194);
});

test('not at rest, and a clock that was never set', () => {
  const reply = decodeBeurerRecord(bytes('67 39 47 80 00 00 00 00'));
  expect(reply.kind === 'record' && reply.record).toMatchObject({ flags: ['not-at-rest'], monitorTime: null });
});

test.each([
  ['month 13', '67 39 47 0D 1A 08 0F 10'],
  ['month 0 with a day', '67 39 47 00 1A 08 0F 10'],
  ['day 0', '67 39 47 04 00 08 0F 10'],
  ['31 April', '67 39 47 04 1F 08 0F 10'],
  ['29 February of a common year', '67 39 47 02 1D 08 0F 11'],
  ['hour 24', '67 39 47 04 1A 18 0F 10'],
  ['minute 60', '67 39 47 04 1A 08 3C 10'],
])('%s is not in the calendar', (_, hex) => {
  expect(decodeBeurerRecord(bytes(hex)).kind).toBe('unreadable');
});

test.each([
  ['29 February of a leap year', '67 39 47 02 1D 08 0F 10', '2016-02-29T08:15'],
  ['the last minute of a day', '67 39 47 04 1E 17 3B 10', '2016-04-30T23:59'],
])('%s is', (_, hex, time) => {
  const reply = decodeBeurerRecord(bytes(hex));
  expect(reply.kind === 'record' && reply.record.monitorTime).toBe(time);
});

test('what answers another command is out of step', () => {
  expect(decodeBeurerRecord(bytes('55 F4 F4 F4 F4 F4 F4 F4')).kind).toBe('out-of-step');
  expect(decodeBeurerRecord(bytes('67 39 47')).kind).toBe('out-of-step');
  expect(decodeBeurerRecord(new Uint8Array(0)).kind).toBe('out-of-step');
});

test('a name of unprintable bytes is none', () => {
  expect(decodeBeurerName([bytes('41 07 f4 f4 f4 f4 f4 f4')])).toBeNull();
  expect(decodeBeurerName([bytes('f4 f4 f4 f4 00 00 f4 f4')])).toBeNull();
});
