import type { Outcome } from '../../shared/problem.ts';
import { isUnexpected, withEmptyMark } from './chosen-user.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import { decodeMicrolifeRecord, microlifeRecordStart } from './microlife-m-codec.ts';
import { createMicrolifeLine, type MicrolifeAnswer } from './microlife-m-line.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { newestFirst, sortTimes } from './stored-order.ts';

/** How often the memory is read again when it comes another way the second time. */
const maxPasses = 3;

function entriesOf({ history, rawHex }: MicrolifeAnswer, known: ReadonlySet<string> | null): readonly MemoryEntry[] {
  const { slot, records } = history;
  if (slot === null) throw new ExchangeEnded(monitorProblem.foreign());
  const entries = records.map((bytes, index) =>
    decodeMicrolifeRecord(bytes, slot, rawHex(microlifeRecordStart(index), microlifeRecordStart(index + 1))),
  );
  const times = sortTimes(
    entries.map((entry) => (entry.kind === 'record' ? entry.record.monitorTime : null)),
    false,
  );
  const sorted = newestFirst(entries.map((entry, index) => ({ entry, sortTime: times[index] ?? '' })));
  return withEmptyMark(sorted, slot, known);
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const line = createMicrolifeLine({ transport, timer });
  try {
    await line.quiet();
    for (let pass = 0; pass < maxPasses; pass += 1) {
      const answer = await line.history();
      const entries = entriesOf(answer, known);
      const unexpected = entries.some((entry) => isUnexpected(entry, known));
      // A sum does not notice bytes that changed places.
      if (unexpected && toHex((await line.history()).frame) !== toHex(answer.frame)) continue;
      return { ok: true, value: { model: 'Microlife', clock: null, entries } };
    }
    return { ok: false, problem: monitorProblem.garbage() };
  } catch (error) {
    if (error instanceof ExchangeEnded) return { ok: false, problem: error.problem };
    throw error;
  }
}

export const microlifeM: MonitorFamily = {
  id: 'microlife-m',
  name: 'Microlife BP B3 Comfort PC and kin',
  usbIds: [{ vendorId: 0x04d9, productId: 0xb554 }],
  honestStatus:
    "Built from published protocol descriptions; tried against single records of a real monitor's memory and against a simulated monitor; unproven on hardware.",
  capabilities: { measuring: 'stored-only', needsReplugBetweenReads: false, slots: ['A', 'B'] },
  linuxDriver: 'hidraw',
  live: null,
  settleAfterArrivalMs: 1000,
  readAll,
};
