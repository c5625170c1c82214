import { describe, expect, test } from 'vitest';
import {
  decodeTaidocRecord,
  isTaidocSpeech,
  taidocAnswer,
  taidocCommand,
  taidocCount,
  taidocLineBytes,
  taidocLineOn,
  taidocModel,
  taidocQuestion,
} from '../../electron/monitors/taidoc-cp2110-codec.ts';
import { bytes } from '../simulators/bytes.ts';

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
    // 0x51 + 0x25 + 0x77 + 0xa3 = 0x190.
    expect(hex(taidocQuestion(taidocCommand.date, 119))).toBe('08512577000000a390');
    expect(hex(taidocLineOn)).toBe('4101');
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

  const open = 'Its systolic pressure is open to two readings: only the display says.';
  test.each([
    // The low byte, the byte behind it, the diastolic: what the systolic is, or that it stays open.
    [131, 0, 86, 131],
    [131, 101, 86, 131],
    [131, 1, 86, 131],
    // 301 would be no pressure; 300 and 256 would be some.
    [45, 1, 35, 45],
    [44, 1, 34, open],
    [0, 1, 120, open],
    // Low bytes that are no pressure by themselves: under 30, and less than 10 above the diastolic.
    [30, 95, 20, open],
    [96, 95, 86, 96],
    [95, 95, 86, open],
    [95, 1, 86, open],
    [5, 95, 60, open],
    // Behind it stands nothing: the plausibility of readings is judged elsewhere.
    [20, 0, 86, 20],
  ])('%i with %i behind it over %i is %s', (systolic, above, diastolic, expected) => {
    const entry = decodeTaidocRecord(date, [systolic, above, diastolic, 64], ['08aa', '08bb']);
    expect(entry.kind === 'record' ? entry.record.systolicMmHg : entry.record.reason).toBe(expected);
    expect(entry.record.rawHex).toEqual(['08aa', '08bb']);
    expect(entry.record.slot).toBeNull();
  });

  test('no date of the calendar is unreadable; a clock that was never set gives no time', () => {
    // The 31st of May and of June.
    expect(decodeTaidocRecord([0xbf, 0x24, 45, 7], [131, 0, 86, 64], ['00']).kind).toBe('record');
    expect(decodeTaidocRecord([0xdf, 0x24, 45, 7], [131, 0, 86, 64], ['00']).kind).toBe('unreadable');
    const unset = decodeTaidocRecord([0, 0x26, 0, 0], [131, 0, 86, 64], ['00']);
    expect(unset.kind === 'record' && unset.record.monitorTime).toBeNull();
  });

  test.each([
    { hour: 23, minute: 59, kind: 'record' },
    { hour: 24, minute: 59, kind: 'unreadable' },
    { hour: 23, minute: 60, kind: 'unreadable' },
  ])('$hour:$minute is $kind', ({ hour, minute, kind }) => {
    expect(decodeTaidocRecord([0x99, 0x27, minute, hour], [131, 0, 86, 64], ['00']).kind).toBe(kind);
  });

  test.each([
    ['an answer to another question', '51 26 83 00 56 40 A5 35', true],
    ['an answer cut short', '51 24 61', true],
    ['our own question come back', '51 24 00 00 00 00 A3 18', false],
    ['words', '45 52 52 4F 52 3A 20 75', false],
    ['nothing', '', false],
  ])('%s is a TaiDoc speaking: %s %s', (_, line, speech) => {
    expect(isTaidocSpeech(bytes(line))).toBe(speech);
  });

  test('a model is called by its digits', () => {
    expect(taidocModel([0x61, 0x32, 0, 0])).toBe('TaiDoc TD-3261');
  });
});
