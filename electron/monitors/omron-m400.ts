import type { Outcome } from '../../shared/problem.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import {
  type FamilyExchange,
  type MemoryContents,
  type MemoryEntry,
  type MonitorFamily,
  recordKey,
} from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { decodeM400Slot, type M400Slot, m400BlockBytes, m400ModelName, m400SlotBytes } from './omron-m400-codec.ts';
import {
  type M400Layout,
  m400AllSlots,
  m400LayoutOfModel,
  m400LayoutOfPlaces,
  m400Owner,
  m400SharedSlots,
} from './omron-m400-layout.ts';
import { createM400Line, type M400Answer, type M400Line } from './omron-m400-line.ts';
import { newestFirst, sortTimes, type TimedEntry } from './stored-order.ts';

/** How often the memory is read again when a block, asked for a second time, is another one. */
const maxPasses = 3;

const blocksFor = (slots: number) => (slots * m400SlotBytes) / m400BlockBytes;
const sharedBlocks = blocksFor(m400SharedSlots);
const allBlocks = blocksFor(m400AllSlots);

/** One record's place as it was read. */
type Place = {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly slot: M400Slot;
  /** The input reports that brought it. */
  readonly reports: readonly Uint8Array[];
};

/** Numbers of the blocks that a place stands in. */
function blocksOf(at: number): readonly number[] {
  const first = Math.floor((at * m400SlotBytes) / m400BlockBytes);
  const last = Math.floor((at * m400SlotBytes + m400SlotBytes - 1) / m400BlockBytes);
  return first === last ? [first] : [first, last];
}

/** Cuts blocks into places; records stand across them. */
function placesIn(blocks: readonly M400Answer[]): readonly Place[] {
  const memory = new Uint8Array(blocks.length * m400BlockBytes);
  for (const [block, { data }] of blocks.entries()) memory.set(data, block * m400BlockBytes);
  return Array.from({ length: memory.length / m400SlotBytes }, (_, at) => {
    const bytes = memory.slice(at * m400SlotBytes, (at + 1) * m400SlotBytes);
    const reports = blocksOf(at).flatMap((block) => blocks[block]?.report ?? []);
    return { at, bytes, slot: decodeM400Slot(bytes), reports };
  });
}

const keyFor = (slot: M400Slot & { kind: 'measured' }, owner: 'A' | 'B') => recordKey({ ...slot, slot: owner });

/** The model does not change: as its records were attributed when the memory was read before, so they are now. */
function layoutAsBefore(places: readonly Place[], known: ReadonlySet<string> | null): M400Layout | null {
  const inDoubt = places.filter(({ at }) => m400Owner(at, null) === 'in-doubt' && at < m400SharedSlots);
  const wasOf = (owner: 'A' | 'B') =>
    inDoubt.some(({ slot }) => slot.kind === 'measured' && known?.has(keyFor(slot, owner)) === true);
  if (wasOf('A') === wasOf('B')) return null;
  return wasOf('B') ? 60 : 100;
}

const inDoubtReason =
  'The monitor does not say how many readings it keeps for each user, so it is not known whose this one is.';

function entryOf({ at, bytes, slot, reports }: Place, layout: M400Layout | null): MemoryEntry | null {
  const owner = m400Owner(at, layout);
  if (slot.kind === 'empty' || owner === 'none') return null;
  const rawHex = reports.map(toHex);
  // Behind the smaller memory it is B's or nobody's.
  const inDoubtOf = at < m400SharedSlots ? null : 'B';
  const ofSlot = owner === 'in-doubt' ? inDoubtOf : owner;
  const unreadable = (reason: string): MemoryEntry => ({
    kind: 'unreadable',
    record: { key: `raw|${toHex(bytes)}`, slot: ofSlot, reason, rawHex },
  });
  if (slot.kind === 'unreadable') return unreadable(slot.reason);
  if (owner === 'in-doubt') return unreadable(inDoubtReason);
  const { kind: _, ...measured } = slot;
  return { kind: 'record', record: { ...measured, slot: owner, key: keyFor(slot, owner), rawHex } };
}

/** All that lies in the memory, newest first, each with its place. */
function entriesOf(places: readonly Place[], layout: M400Layout | null): readonly (Place & { entry: MemoryEntry })[] {
  const timed: TimedEntry<Place & { entry: MemoryEntry }>[] = [];
  const ringEnds = layout === null ? [60, 100, m400AllSlots] : [layout, 2 * layout];
  let from = 0;
  for (const end of ringEnds) {
    const ring = places.slice(from, end);
    from = end;
    const full = ring.every(({ slot }) => slot.kind !== 'empty');
    const times = sortTimes(
      ring.map(({ slot }) => (slot.kind === 'measured' ? slot.monitorTime : null)),
      full,
    );
    for (const [index, place] of ring.entries()) {
      const entry = entryOf(place, layout);
      if (entry !== null) timed.push({ entry: { ...place, entry }, sortTime: times[index] ?? '' });
    }
  }
  return newestFirst(timed);
}

type Memory = {
  readonly blocks: readonly M400Answer[];
  readonly places: readonly Place[];
  readonly layout: M400Layout | null;
};

async function readBlocks(line: M400Line, from: number, to: number): Promise<readonly M400Answer[]> {
  const blocks: M400Answer[] = [];
  for (let block = from; block < to; block += 1) blocks.push(await line.block(block));
  return blocks;
}

/** The memory of either model: beyond the smaller one only where the model may have more. */
async function readMemory(line: M400Line, layoutOf: (places: readonly Place[]) => M400Layout | null): Promise<Memory> {
  const blocks = [...(await readBlocks(line, 0, sharedBlocks))];
  const places = placesIn(blocks);
  const layout = layoutOf(places);
  if (layout === 60) return { blocks, places, layout };
  const next = layout === 100 ? await line.block(sharedBlocks) : await line.blockIfAny(sharedBlocks);
  if (next === null) return { blocks, places, layout: 60 };
  blocks.push(next, ...(await readBlocks(line, sharedBlocks + 1, allBlocks)));
  const all = placesIn(blocks);
  return { blocks, places: all, layout: layoutOf(all) };
}

/** Asks for blocks a second time; whether all came the same. */
async function isConfirmed(
  line: M400Line,
  blocks: readonly M400Answer[],
  numbers: ReadonlySet<number>,
): Promise<boolean> {
  // An old answer left over must not pass for a second one.
  if (numbers.size > 0) await line.quiet();
  for (const number of numbers) {
    const again = await line.block(number);
    if (toHex(again.data) !== toHex(blocks[number]?.data ?? [])) return false;
  }
  return true;
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const line = createM400Line({ transport, timer });
  try {
    const model = m400ModelName(await line.start());
    const layoutOf = (places: readonly Place[]) =>
      m400LayoutOfModel(model) ?? layoutAsBefore(places, known) ?? m400LayoutOfPlaces(places.map(({ slot }) => slot));
    for (let pass = 0; pass < maxPasses; pass += 1) {
      const { blocks, places, layout } = await readMemory(line, layoutOf);
      const found = entriesOf(places, layout);
      const unexpected = found.filter(
        ({ entry }) => entry.kind === 'unreadable' || (known !== null && !known.has(entry.record.key)),
      );
      if (!(await isConfirmed(line, blocks, new Set(unexpected.flatMap(({ at }) => blocksOf(at)))))) continue;
      await line.end();
      const entries = found.map(({ entry }) => entry);
      return { ok: true, value: { model: model ?? nameOf(layout), clock: null, entries } };
    }
    return { ok: false, problem: monitorProblem.garbage() };
  } catch (error) {
    if (error instanceof ExchangeEnded) return { ok: false, problem: error.problem };
    throw error;
  }
}

function nameOf(layout: M400Layout | null): string {
  return layout === null ? 'Omron M400 IT or M500 IT' : `Omron with ${layout} readings for each user`;
}

export const omronM400: MonitorFamily = {
  id: 'omron-m400',
  name: 'Omron M400 IT, M500 IT, M3 IT, M6 Comfort IT',
  usbIds: [{ vendorId: 0x0590, productId: 0x0090 }],
  honestStatus: 'Built from published protocol descriptions, tried against a simulated monitor; unproven on hardware.',
  capabilities: { measuring: 'stored-only', needsReplugBetweenReads: false, slots: ['A', 'B'] },
  linuxDriver: 'hidraw',
  live: null,
  settleAfterArrivalMs: 1000,
  readAll,
};
