import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BpaPush,
  bpaPushBytes,
  isBpaPushWhole,
  readBpaPushes,
} from '../../electron/monitors/microlife-bpa100-push.ts';
import { bytes } from '../simulators/bytes.ts';

const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');

describe('what the monitor sends by itself', () => {
  const push = (...reports: readonly string[]) =>
    readBpaPushes(
      reports.map((report) => bytes(report)),
      'A',
    );
  /** Valid bytes as reports of at most seven. */
  const inReports = (sent: Uint8Array, chunkBytes = 7) =>
    Array.from({ length: Math.ceil(sent.length / chunkBytes) }, (_, index) => {
      const part = sent.subarray(index * chunkBytes, (index + 1) * chunkBytes);
      const report = new Uint8Array(8).fill(0x5a);
      report.set([0xf0 | part.length, ...part]);
      return report;
    });
  const only = (pushes: readonly BpaPush[]) => {
    expect(pushes).toHaveLength(1);
    return pushes[0] ?? expect.fail();
  };

  test('a result', () => {
    expect(only(push('F7 00 00 80 52 47 83 4B', 'F2 85 80 83 4B 00 00 00'))).toEqual({
      kind: 'result',
      entry: {
        kind: 'record',
        record: {
          slot: 'A',
          monitorTime: '2024-03-09T14:05',
          systolicMmHg: 128,
          diastolicMmHg: 82,
          pulsePerMin: 71,
          flags: [],
          key: 'A|2024-03-09T14:05|128|82|71',
          rawHex: ['f70000805247834b', 'f28580834b000000'],
        },
      },
    });
  });

  test('an error', () => {
    expect(push('F5 00 00 45 72 02 00 00')).toEqual([{ kind: 'error', number: 2 }]);
  });

  test.each([1, 2, 3])('%i acknowledgements', (times) => {
    expect(readBpaPushes(inReports(new Uint8Array(times).fill(6)), 'A')).toEqual([{ kind: 'acknowledged', times }]);
    expect(readBpaPushes(inReports(new Uint8Array(times).fill(6), 1), 'A')).toEqual([{ kind: 'acknowledged', times }]);
  });

  test.each([
    ['a byte short', '00 00 80 52 47 83 4B 85'],
    ['a byte long', '00 00 80 52 47 83 4B 85 80 00'],
    ['an error that goes on', '00 00 45 72 02 00'],
    ['an error that stops short', '00 00 45 72'],
    ['four acknowledgements', '06 06 06 06'],
    ['an impossible day', '00 00 80 52 47 83 03 85 80'],
  ])('%s is set aside with its reason, never a result', (_, text) => {
    const reports = inReports(bytes(text));
    const read = only(readBpaPushes(reports, null));
    expect(read).toMatchObject({ kind: 'result', entry: { kind: 'unreadable' } });
    if (read.kind === 'result') expect(read.entry.record.rawHex).toEqual(reports.map(hex));
  });

  test('close behind an acknowledgement it is still read, and both are told', () => {
    const acknowledgement = 'F1 06 5A 5A 5A 5A 5A 5A';
    expect(push(acknowledgement, 'F5 00 00 45 72 02 00 00')).toEqual([
      { kind: 'acknowledged', times: 1 },
      { kind: 'error', number: 2 },
    ]);
    expect(push(acknowledgement, 'F7 00 00 80 52 47 83 4B', 'F2 85 80 83 4B 00 00 00')).toMatchObject([
      { kind: 'acknowledged', times: 1 },
      { kind: 'result', entry: { record: { systolicMmHg: 128, rawHex: ['f70000805247834b', 'f28580834b000000'] } } },
    ]);
    expect(push(acknowledgement, 'F3 00 00 80 5A 5A 5A 5A')).toMatchObject([
      { kind: 'result', entry: { kind: 'unreadable', record: { rawHex: ['f1065a5a5a5a5a5a', 'f30000805a5a5a5a'] } } },
    ]);
  });

  test('a report of another length makes the whole unreadable', () => {
    expect(bpaPushBytes([bytes('F7 00 00 80 52 47 83 4B'), bytes('F2 85 80')])).toBeNull();
    expect(push('F7 00 00 80 52 47 83 4B', 'F2 85 80')).toMatchObject([{ entry: { kind: 'unreadable' } }]);
  });

  test('is whole with nine bytes, or five where it is an error', () => {
    expect(isBpaPushWhole(bytes('00 00 80 52 47 83 4B 85'))).toBe(false);
    expect(isBpaPushWhole(bytes('00 00 80 52 47 83 4B 85 80'))).toBe(true);
    expect(isBpaPushWhole(bytes('00 00 45 72'))).toBe(false);
    expect(isBpaPushWhole(bytes('00 00 45 72 02'))).toBe(true);
  });

  test('whatever comes is one of the three, and numbers only from their places', () => {
    let results = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.integer({ min: 1, max: 7 }), (sent, chunkBytes) => {
        const reports = inReports(sent, chunkBytes);
        for (const read of readBpaPushes(reports, 'B')) {
          if (read.kind !== 'result' || read.entry.kind !== 'record') continue;
          results += 1;
          const { systolicMmHg, diastolicMmHg, pulsePerMin, monitorTime, rawHex } = read.entry.record;
          const line = bpaPushBytes(rawHex.map(bytes)) ?? expect.fail();
          expect(line).toHaveLength(9);
          expect([systolicMmHg, diastolicMmHg, pulsePerMin]).toEqual(Array.from(line.subarray(2, 5)));
          if (monitorTime !== null) expect(Number.isNaN(Date.parse(`${monitorTime}:00Z`))).toBe(false);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(results).toBeGreaterThan(100);
  });
});
