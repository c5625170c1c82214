import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bpaAnswerText,
  bpaCommand,
  bpaMemoryFrameBytes,
  bpaMostRecords,
  bpaPayload,
  bpaReport,
  bpaWake,
  decodeBpaMemory,
  decodeBpaRecord,
  decodeBpaSlots,
  isBpaPatientId,
} from '../../electron/monitors/microlife-bpa100-codec.ts';
import { bytes } from '../simulators/bytes.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');
/** The valid bytes of reports as they came, one after the other. */
const assembled = (...reports: readonly string[]) =>
  Uint8Array.from(reports.flatMap((report) => Array.from(bpaPayload(bytes(report)) ?? expect.fail())));

const twoRecords = [
  'F7 06 30 30 30 32 30 30',
  'F7 30 31 34 41 34 37 34',
  'F7 35 34 46 35 32 34 37',
  'F7 39 39 39 39 39 39 39',
  'F7 39 39 39 30 30 31 35',
  'F7 30 30 30 30 30 30 30',
  'F7 30 30 30 30 30 30 30',
  'F7 30 34 36 31 35 38 38',
  'F7 34 30 34 36 31 35 38',
  'F7 38 34 32 30 30 35 31',
  'F7 36 31 36 32 39 30 30',
  'F7 30 30 30 30 30 35 41',
  'F7 31 34 34 38 32 30 35',
  'F7 41 31 34 34 38 32 37',
  'F1 32 00 00 00 00 00 00',
];

describe('what is sent', () => {
  test('commands and waking as they are written down', () => {
    expect(hex(bpaReport(bpaCommand.slots))).toBe('000412161828000000');
    expect(hex(bpaReport(bpaCommand.link))).toBe('000412161821000000');
    expect(hex(bpaReport(bpaCommand.start))).toBe('000412161825000000');
    expect(hex(bpaReport(bpaCommand.stop))).toBe('000412161819000000');
    expect(hex(bpaWake)).toBe('000500000000000000');
  });

  test('nothing that writes into the monitor', () => {
    const writing = [0x23, 0x27, 0x20];
    expect(Object.values(bpaCommand).filter((command) => writing.includes(command))).toEqual([]);
  });
});

describe('recorded answers of a real monitor', () => {
  test('the user slots: two, the first chosen; what follows the valid bytes is passed over', () => {
    const frame = assembled('F3 06 12 16 C0 03 75 08', 'F6 18 28 32 31 43 42 08');
    expect(hex(frame)).toBe('061216182832314342');
    expect(decodeBpaSlots(frame)).toEqual({ slot: 'A' });
  });

  test('the patient’s id, its sum right', () => {
    const frame = ascii('\x064A47454F52479999999999,05.00\r\n05');
    expect(bpaAnswerText(frame)).not.toBeNull();
    expect(isBpaPatientId(frame)).toBe(true);
    expect(decodeBpaSlots(frame)).toBeNull();
  });

  test('a record: 132/86, pulse 70, its clock never set', () => {
    expect(decodeBpaRecord(ascii('15000000000000000461588404615884'), 'A', ['x'])).toEqual({
      kind: 'record',
      record: {
        slot: 'A',
        monitorTime: null,
        systolicMmHg: 132,
        diastolicMmHg: 86,
        pulsePerMin: 70,
        flags: [],
        key: 'A|-|132|86|70',
        rawHex: ['x'],
      },
    });
  });
});

describe('answers put together from the description', () => {
  test('a memory with two records', () => {
    const frame = assembled(...twoRecords);
    expect(bpaMemoryFrameBytes(frame)).toBe(frame.length);
    const records = decodeBpaMemory(frame) ?? expect.fail();
    expect(records.map((record) => decodeBpaRecord(record, 'B', []))).toMatchObject([
      { record: { systolicMmHg: 132, monitorTime: null } },
      { record: { slot: 'B', systolicMmHg: 130, diastolicMmHg: 81, pulsePerMin: 90, monitorTime: '2020-05-16T16:29' } },
    ]);
  });

  test('the same with one record has another sum', () => {
    const text = `00010001${'4A47454F52479999999999'}00${'1500000000000000'}0461588404615884`;
    expect(decodeBpaMemory(ascii(`\x06${text}FF`))).toHaveLength(1);
    expect(decodeBpaMemory(ascii(`\x06${text}FE`))).toBeNull();
  });

  test('an empty one', () => {
    const text = `00000001${'9'.repeat(22)}00`;
    const sum = ascii(text).reduce((total, byte) => (total + byte) % 256, 0);
    expect(decodeBpaMemory(ascii(`\x06${text}${sum.toString(16).toUpperCase().padStart(2, '0')}`))).toEqual([]);
  });

  test('an average is marked, a date outside the calendar and words that differ are not read', () => {
    const read = (text: string) => decodeBpaRecord(ascii(text), null, []);
    expect(read('200516162920000005A1448205A14482')).toMatchObject({
      record: { flags: ['averaged'], systolicMmHg: 130 },
    });
    expect(read(`2013161629000000${'05A14482'.repeat(2)}`)).toMatchObject({
      kind: 'unreadable',
      record: { reason: 'Its date is not one of the calendar.' },
    });
    expect(read('200516162900000005A1448205A14483')).toMatchObject({
      record: { reason: 'Its numbers are stored twice and differ.' },
    });
    expect(read('2005161629000000XXXXXXXXXXXXXXXX')).toMatchObject({
      record: { reason: 'Its numbers are not written in digits.' },
    });
    expect(read('2005161629')).toMatchObject({ kind: 'unreadable' });
  });

  test.each([
    [bpaMostRecords - 1, 1 + 32 * bpaMostRecords + 2],
    [bpaMostRecords, 1 + 32 * (bpaMostRecords + 1) + 2],
    [bpaMostRecords + 1, 'wrong'],
  ])('a count of %i', (count, length) => {
    const digits = count.toString(16).toUpperCase().padStart(4, '0');
    expect(bpaMemoryFrameBytes(ascii(`\x06${digits}`))).toBe(length);
  });

  test('a count is open until it is there, and none where it is not one', () => {
    expect(bpaMemoryFrameBytes(ascii('\x06000'))).toBeNull();
    expect(bpaMemoryFrameBytes(ascii('\x0600g0'))).toBe('wrong');
  });
});

test('a memory of whatever text under a right sum: every record is read from its places or says why not', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFG\x02');
  const text = fc.array(character, { minLength: 32, maxLength: 32 }).map((all) => all.join(''));
  const likely = fc
    .record({
      year: fc.nat(99),
      month: fc.nat(13),
      day: fc.nat(32),
      hour: fc.nat(24),
      minute: fc.nat(60),
      word: fc.nat(),
    })
    .map(({ word, ...date }) => {
      const digits = word.toString(16).toUpperCase().padStart(8, '0');
      return `${Object.values(date)
        .map((part) => String(part).padStart(2, '0'))
        .join('')}000000${digits}${digits}`;
    });
  const seen = { records: 0, unreadable: 0 };
  fc.assert(
    fc.property(fc.array(fc.oneof(text, likely), { maxLength: 4 }), (stored) => {
      const answer = `${String(stored.length).padStart(4, '0')}0001${'9'.repeat(22)}00${stored.join('')}`;
      const sum = Buffer.from(answer, 'latin1').reduce((total, byte) => (total + byte) % 256, 0);
      const frame = ascii(`\x06${answer}${sum.toString(16).toUpperCase().padStart(2, '0')}`);
      const records = decodeBpaMemory(frame) ?? expect.fail();
      expect(records.map((record) => Buffer.from(record).toString('latin1'))).toEqual(stored);
      for (const [index, bytesOfOne] of records.entries()) {
        const entry = decodeBpaRecord(bytesOfOne, 'A', []);
        if (entry.kind === 'unreadable') {
          seen.unreadable += 1;
          expect(entry.record.reason).toMatch(/\.$/);
          continue;
        }
        seen.records += 1;
        const { systolicMmHg, diastolicMmHg, pulsePerMin, monitorTime } = entry.record;
        const word = Number.parseInt(stored[index]?.slice(16, 24) ?? '', 16);
        expect([word % 1024, Math.floor(word / 1024) % 1024, Math.floor(word / 1024 / 1024) % 1024]).toEqual([
          systolicMmHg,
          diastolicMmHg,
          pulsePerMin,
        ]);
        if (monitorTime !== null) expect(monitorTime.slice(2).replace(/[-T:]/g, '')).toBe(stored[index]?.slice(0, 10));
      }
    }),
    { numRuns: 5_000 },
  );
  expect(seen.records).toBeGreaterThan(1000);
  expect(seen.unreadable).toBeGreaterThan(1000);
});

test('whatever comes as an answer is read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (noise) => {
      for (const frame of [noise, Uint8Array.from([6, ...noise])]) {
        decodeBpaSlots(frame);
        isBpaPatientId(frame);
        const records = decodeBpaMemory(frame);
        if (records !== null) expect(frame.length).toBe(35 + 32 * records.length);
      }
      expect(['record', 'unreadable']).toContain(decodeBpaRecord(noise, 'A', []).kind);
    }),
    { numRuns: 5_000 },
  );
});
