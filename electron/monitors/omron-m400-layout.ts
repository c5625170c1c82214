import { implausibility } from '../../shared/vitals/plausibility.ts';
import type { M400Slot } from './omron-m400-codec.ts';

/**
 * How many readings the monitor keeps for each user: 60 (HEM-7131U) or 100 (HEM-7322U). User A's ring comes first in
 * the memory, user B's right behind it. The two models have one USB id and say the same otherwise, and a record does not
 * say whose it is: its place is A's or B's by the model alone.
 */
export type M400Layout = 60 | 100;

/** Places that both models have. */
export const m400SharedSlots = 120;
/** Places of the larger one. */
export const m400AllSlots = 200;

/** Whose a place is: the same in both models but for the 40 that begin at 60, and those that only the larger one has. */
export function m400Owner(slot: number, layout: M400Layout | null): 'A' | 'B' | 'in-doubt' | 'none' {
  if (layout !== null) return slot < layout ? 'A' : slot < 2 * layout ? 'B' : 'none';
  if (slot < 60) return 'A';
  if (slot < 100) return 'in-doubt';
  return slot < m400SharedSlots ? 'B' : 'in-doubt';
}

/** The layout of a model that is named in the answer to the start. */
export function m400LayoutOfModel(model: string | null): M400Layout | null {
  if (model?.startsWith('HEM-7131') === true) return 60;
  return model?.startsWith('HEM-7322') === true ? 100 : null;
}

/**
 * As many places beyond the smaller memory must hold nothing but plausible records, or nothing of the kind, before it is
 * concluded from them: fourteen bytes of anything else pass for a record about once in fourteen times.
 */
const conclusivePlaces = 6;

/** Whether the occupied places of a ring follow each other: they are filled one by one and only cleared all together. */
function isOneRun(ring: readonly M400Slot[]): boolean {
  const begins = ring.filter((slot, at) => slot.kind !== 'empty' && ring.at(at - 1)?.kind === 'empty');
  return begins.length <= 1;
}

function isPlausible(slot: M400Slot): boolean {
  return slot.kind === 'measured' && implausibility(slot) === null;
}

/**
 * Which layout the places allow; `null` where they allow both or neither. Two things tell: that in the true one each
 * user's records make a single run around the ring, and what stands behind the smaller memory. `slots` are the first 120
 * places or all 200.
 */
export function m400LayoutOfPlaces(slots: readonly M400Slot[]): M400Layout | null {
  const beyond = slots.slice(m400SharedSlots).filter((slot) => slot.kind !== 'empty');
  const plausible = beyond.filter(isPlausible).length;
  const conclusive = beyond.length >= conclusivePlaces;
  const may60 =
    isOneRun(slots.slice(0, 60)) &&
    isOneRun(slots.slice(60, m400SharedSlots)) &&
    !(conclusive && plausible === beyond.length);
  const may100 =
    isOneRun(slots.slice(0, 100)) &&
    (slots.length < m400AllSlots || isOneRun(slots.slice(100, m400AllSlots))) &&
    !(conclusive && plausible === 0);
  if (may60 === may100) return null;
  return may60 ? 60 : 100;
}
