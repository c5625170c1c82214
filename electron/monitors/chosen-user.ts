import type { MemoryEntry, UserSlot } from './monitor-family.ts';

const emptyKey = (slot: UserSlot | null) => `empty|${slot ?? '-'}`;

/**
 * For monitors that give only the memory of the user who is chosen on them: an empty one would else look like another
 * user's, and everything in that like something new. So an entry stands at the old end of a memory that is empty, and
 * of one that was empty when it was read before. `entries` have the newest first.
 */
export function withEmptyMark(
  entries: readonly MemoryEntry[],
  slot: UserSlot | null,
  known: ReadonlySet<string> | null,
): readonly MemoryEntry[] {
  if (entries.length > 0 && known?.has(emptyKey(slot)) !== true) return entries;
  const who = slot === null ? 'The user who' : `User ${slot}`;
  const is = slot === null ? 'is chosen on the monitor has' : 'is chosen on the monitor and has';
  const reason = `${who} ${is} no readings; those of another user are not seen.`;
  return [...entries, { kind: 'unreadable', record: { key: emptyKey(slot), slot, reason, rawHex: [] } }];
}

/** Whether an entry is one that must be asked for a second time: not the mark, and not known to be what it is. */
export function isUnexpected(entry: MemoryEntry, known: ReadonlySet<string> | null): boolean {
  if (entry.record.rawHex.length === 0) return false;
  return entry.kind === 'unreadable' || (known !== null && !known.has(entry.record.key));
}
