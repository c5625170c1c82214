import { envelopeKinds } from './associated-data.ts';
import { chainOf } from './chain.ts';
import { seal } from './envelope.ts';
import { uuidBytes } from './identifier.ts';
import type { StoredEntry } from './journal-file.ts';
import type { HeadMark } from './journal-head.ts';
import type { JournalKeys } from './journal-keys.ts';
import { pad } from './padding.ts';
import type { RandomBytes } from './randomness.ts';

/** Seals and chains words that follow the entries that are there, as many as there are, without writing anything. */
export function sealEntries(
  by: { readonly vaultId: Uint8Array; readonly keys: JournalKeys; readonly randomBytes: RandomBytes },
  present: readonly StoredEntry[],
  words: readonly string[],
): { readonly added: readonly StoredEntry[]; readonly mark: HeadMark } {
  const { vaultId, keys, randomBytes } = by;
  const journalId = uuidBytes(keys.journalId);
  const chain = chainOf(keys.logKey, vaultId, journalId, keys.keyId);
  const added: StoredEntry[] = [];
  let link = present.at(-1)?.link ?? chain.first;
  for (const text of words) {
    const sequence = present.length + added.length + 1;
    const padded = pad(Buffer.from(text, 'utf8'));
    const place = { kind: envelopeKinds.event, vaultId, journalId, sequence, keyId: keys.keyId };
    const envelope = seal(keys.sealKey, place, padded, randomBytes);
    padded.fill(0);
    link = chain.next(link, sequence, envelope);
    added.push({ sequence, link, envelope });
  }
  return { added, mark: { count: present.length + added.length, link } };
}
