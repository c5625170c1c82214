import type { Outcome } from '../../shared/problem.ts';
import { isUnexpected, withEmptyMark } from './chosen-user.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import { bpaRecordStart, decodeBpaRecord } from './microlife-bpa100-codec.ts';
import { type BpaMemory, createBpaLine } from './microlife-bpa100-line.ts';
import { bpaLive } from './microlife-bpa100-live.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily, UserSlot } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { newestFirst, sortTimes } from './stored-order.ts';

/** How often the memory is read again when it comes another way the second time. */
const maxPasses = 3;

function entriesOf({ records, rawHex }: BpaMemory, slot: UserSlot | null): readonly MemoryEntry[] {
  const entries = records.map((bytes, index) =>
    decodeBpaRecord(bytes, slot, rawHex(bpaRecordStart(index), bpaRecordStart(index + 1))),
  );
  const times = sortTimes(
    entries.map((entry) => (entry.kind === 'record' ? entry.record.monitorTime : null)),
    false,
  );
  return newestFirst(entries.map((entry, index) => ({ entry, sortTime: times[index] ?? '' })));
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const line = createBpaLine({ transport, timer });
  try {
    await line.quiet();
    const { slot } = await line.identify();
    for (let pass = 0; pass < maxPasses; pass += 1) {
      const memory = await line.memory();
      const entries = withEmptyMark(entriesOf(memory, slot), slot, known);
      const unexpected = entries.some((entry) => isUnexpected(entry, known));
      // A sum does not notice bytes that changed places.
      if (unexpected && toHex((await line.memory()).frame) !== toHex(memory.frame)) continue;
      return { ok: true, value: { model: 'Microlife', clock: null, entries } };
    }
    return { ok: false, problem: monitorProblem.garbage() };
  } catch (error) {
    if (error instanceof ExchangeEnded) return { ok: false, problem: error.problem };
    throw error;
  }
}

export const microlifeBpa100: MonitorFamily = {
  id: 'microlife-bpa100',
  name: 'Microlife BP A6 PC, BP A200, WatchBP Home and kin',
  usbIds: [{ vendorId: 0x04b4, productId: 0x5500 }],
  honestStatus:
    'Built from published protocol descriptions; its memory tried against recorded answers of a real monitor and a simulated one, starting and stopping against a simulated one only; unproven on hardware.',
  capabilities: { measuring: 'live', needsReplugBetweenReads: false, slots: ['A', 'B'] },
  linuxDriver: 'libusb',
  live: bpaLive,
  settleAfterArrivalMs: 1000,
  readAll,
};
