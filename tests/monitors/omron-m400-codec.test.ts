import { describe, expect, test } from 'vitest';
import {
  answersM400,
  decodeM400Slot,
  m400End,
  m400ModelName,
  m400ReadBlock,
  m400Start,
  readM400Packet,
  refusesM400,
} from '../../electron/monitors/omron-m400-codec.ts';
import { bytes } from '../simulators/bytes.ts';

const hex = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString('hex');
const firstReply = `01 30 81 00 02 AC 28
  5D 82 0E 5A 04 20 00 00 00 00 00 00 00 00  51 67 10 43 F3 F7 0E DE 00 00 00 00 00 00
  FF FF FF FF FF FF FF FF FF FF FF FF  00 29`;

describe('questions', () => {
  test('recorded: start, first block and end, byte for byte', () => {
    expect(hex(m400Start.report)).toBe('020800000000100018');
    expect(hex(m400ReadBlock(0).report)).toBe('0208010002ac28008f');
    expect(hex(m400End.report)).toBe('02080f000000000007');
  });

  test.each([
    [1, '0208010002d42800f7'],
    // The first block of the smaller model's user B, and its last.
    [21, '0208010005f42800d0'],
    [41, '02080100091428003c'],
    // The larger model's.
    [35, '02080100082428000d'],
    [69, '020801000d7428005 8'.replace(' ', '')],
  ])('block %i', (block, expected) => {
    expect(hex(m400ReadBlock(block).report)).toBe(expected);
  });
});

describe('packets', () => {
  test('the worked answer to the first block: two records and twelve bytes of the third place', () => {
    const packet = readM400Packet(bytes(firstReply));
    expect(packet).toMatchObject({ reportId: 1, type: 0x8100, address: 0x02ac });
    expect(packet?.data).toHaveLength(40);
    expect(packet !== null && answersM400(m400ReadBlock(0), packet)).toBe(true);
    expect(packet !== null && answersM400(m400ReadBlock(1), packet)).toBe(false);
    expect(packet !== null && answersM400(m400Start, packet)).toBe(false);
  });

  test('the worked answer to the end', () => {
    const packet = readM400Packet(bytes('01 08 8F 00 00 00 00 00 87'));
    expect(packet !== null && answersM400(m400End, packet)).toBe(true);
    expect(packet !== null && refusesM400(m400ReadBlock(0), packet)).toBe(true);
  });

  test('an answer without the data refuses; one for another block says nothing', () => {
    const short = readM400Packet(bytes('01 08 81 00 02 AC 00 00 27'));
    expect(short !== null && refusesM400(m400ReadBlock(0), short)).toBe(true);
    expect(short !== null && refusesM400(m400ReadBlock(1), short)).toBe(false);
  });

  test('what stands behind the packet means nothing, and neither does the number of the report', () => {
    const padded = Uint8Array.from([...bytes(firstReply), ...new Uint8Array(15).fill(0x5a)]);
    expect(readM400Packet(padded.with(0, 0))).toMatchObject({ reportId: 0, address: 0x02ac });
    expect(readM400Packet(padded.with(0, 9))).toMatchObject({ reportId: 9, address: 0x02ac });
  });

  test.each([
    ['one bit flipped', bytes(firstReply).with(12, 0x5b)],
    ['one byte short', bytes(firstReply).subarray(0, -1)],
    ['a length that does not fit the size', bytes(firstReply).with(1, 0x2f)],
    ['a size that does not fit the length', bytes(firstReply).with(6, 0x27)],
    ['six bytes', bytes('01 08 8F 00 00 00')],
    ['nothing', bytes('')],
  ])('%s is no packet', (_, report) => {
    expect(readM400Packet(report)).toBeNull();
  });
});

describe('records', () => {
  test('both worked records', () => {
    expect(decodeM400Slot(bytes('5D 82 0E 5A 04 20 00 00 00 00 00 00 00 00'))).toEqual({
      kind: 'measured',
      monitorTime: '2014-01-01T00:00:00',
      systolicMmHg: 155,
      diastolicMmHg: 93,
      pulsePerMin: 90,
      flags: [],
    });
    expect(decodeM400Slot(bytes('51 67 10 43 F3 F7 0E DE 00 00 00 00 00 00'))).toEqual({
      kind: 'measured',
      monitorTime: '2016-12-31T23:59:30',
      systolicMmHg: 128,
      diastolicMmHg: 81,
      pulsePerMin: 67,
      flags: ['irregular-heartbeat', 'movement'],
    });
  });

  test.each([
    ['59', '0E FB', '59'],
    ['60', '0E FC', '59'],
    ['63', '0E FF', '59'],
    ['58', '0E FA', '58'],
  ])('second %s', (_, time, second) => {
    expect(decodeM400Slot(bytes(`51 67 10 43 33 F7 ${time} 00 00 00 00 00 00`))).toMatchObject({
      monitorTime: `2016-12-31T23:59:${second}`,
    });
  });

  test('each flag by itself', () => {
    const flags = (dateHigh: string) => {
      const slot = decodeM400Slot(bytes(`51 67 10 43 ${dateHigh} F7 0E DE 00 00 00 00 00 00`));
      return slot.kind === 'measured' && slot.flags;
    };
    expect(flags('33')).toEqual([]);
    expect(flags('73')).toEqual(['irregular-heartbeat']);
    expect(flags('B3')).toEqual(['movement']);
  });

  test('an empty place is FF throughout, and nothing less', () => {
    expect(decodeM400Slot(new Uint8Array(14).fill(0xff))).toEqual({ kind: 'empty' });
    expect(decodeM400Slot(new Uint8Array(14).fill(0xff).with(13, 0xfe)).kind).toBe('unreadable');
    expect(decodeM400Slot(new Uint8Array(13).fill(0xff)).kind).toBe('unreadable');
  });

  test.each([
    ['month 13', '51 67 10 43 37 F7 0E DE'],
    ['31 November', '51 67 10 43 2F F7 0E DE'],
    ['hour 24', '51 67 10 43 33 F8 0E DE'],
    ['minute 60', '51 67 10 43 33 F7 0F 1E'],
    ['year 100', '51 67 64 43 33 F7 0E DE'],
  ])('%s is not in the calendar', (_, numbers) => {
    expect(decodeM400Slot(bytes(`${numbers} 00 00 00 00 00 00`))).toEqual({
      kind: 'unreadable',
      reason: 'Its date is not one of the calendar.',
    });
  });

  test('a clock that was never set gives no time', () => {
    expect(decodeM400Slot(bytes('51 67 0E 43 00 00 00 00 00 00 00 00 00 00'))).toMatchObject({ monitorTime: null });
  });
});

test('the model, where the answer to the start names one', () => {
  const about = (text: string) => m400ModelName(new TextEncoder().encode(text.padEnd(16, '\u0000')));
  expect(about('HEM-7322U')).toBe('HEM-7322U');
  expect(about('\u0001\u0002HEM-7131U-E')).toBe('HEM-7131U');
  expect(about('')).toBeNull();
  expect(about('20140101AB7322')).toBeNull();
});
