/** Reads one journal's file, head and slots as docs/vault-format.md describes them, with none of the vault's code. */
import { createSecretKey } from 'node:crypto';
import { derived, mac, opened, placesOf, unpadded } from './second-reader-parts.ts';

export type ReadJournal = { readonly kind: 'clinic' | 'session' | 'audit'; readonly entries: readonly string[] };

/** A journal with what else was learned of it. `links`: from the one before the first entry to the last. */
export type ReadFile = ReadJournal & {
  readonly journalId: Buffer;
  readonly keyId: Buffer;
  readonly sealKey: Buffer;
  readonly logKey: Buffer;
  readonly links: readonly Buffer[];
};

/** The file `<journal id>.vj`. `wrapping`: HKDF(V, "journal-keys"). @throws where anything does not hold. */
export function journalOf(file: Buffer, wrapping: Buffer, vaultId: Buffer, vaultKeyId: Buffer): ReadFile {
  const place = placesOf(vaultId);
  if (file.toString('ascii', 0, 8) !== 'VIGILVJ1' || !file.subarray(8, 24).equals(vaultId)) throw new Error('file');
  const [journalId, keyId] = [file.subarray(24, 40), file.subarray(40, 56)];
  const sealed = opened(wrapping, place(3, journalId, keyId, 0, vaultKeyId), file.subarray(56, 147));
  const logged = opened(wrapping, place(4, journalId, keyId, 0, vaultKeyId), file.subarray(147, 238));
  const [sealKey, logKey] = [sealed.subarray(0, 32), logged.subarray(0, 32)];
  const kind = (['clinic', 'session', 'audit'] as const)[(logged[32] ?? 0) - 1];
  if (kind === undefined || sealed[32] !== logged[32]) throw new Error('kind');
  const chain = chainBy(logKey, vaultId, journalId, keyId);
  const links = [chain.first];
  const entries: string[] = [];
  for (let offset = 256; offset < file.length; ) {
    const end = offset + 4 + file.readUInt32BE(offset);
    const envelope = file.subarray(offset + 44, end);
    const number = entries.length + 1;
    const link = chain.next(links.at(-1) ?? chain.first, number, envelope);
    const isNext = Number(file.readBigUInt64BE(offset + 4)) === number && end <= file.length;
    if (!isNext || !link.equals(file.subarray(offset + 12, offset + 44))) throw new Error('chain');
    const associated = place(1, journalId, Buffer.alloc(16), number, keyId);
    entries.push(unpadded(opened(sealKey, associated, envelope)).toString('utf8'));
    links.push(link);
    offset = end;
  }
  return { kind, entries, journalId, keyId, sealKey, logKey, links };
}

/** The links of a journal's chain. */
export function chainBy(logKey: Buffer, vaultId: Buffer, journalId: Buffer, keyId: Buffer) {
  const key = createSecretKey(derived(logKey, vaultId, 'chain'));
  const place = placesOf(vaultId);
  return {
    first: mac(key, Buffer.from('VIGILLK1'), vaultId, journalId),
    next: (before: Buffer, number: number, envelope: Buffer) =>
      mac(key, before, place(1, journalId, Buffer.alloc(16), number, keyId), envelope),
  };
}

/** What the file `<journal id>.vjh` says: the highest count of its authentic cells; null where none is. */
export function markOf(
  file: Buffer,
  logKey: Buffer,
  vaultId: Buffer,
  journalId: Buffer,
): { count: number; link: Buffer } | null {
  const key = derived(logKey, vaultId, 'journal-head');
  const marks = [0, 512].flatMap((start) => {
    const cell = file.subarray(start, start + 80);
    if (cell.length < 80 || cell.toString('ascii', 0, 8) !== 'VIGILVH1') return [];
    if (!mac(key, cell.subarray(0, 48), vaultId, journalId).equals(cell.subarray(48))) return [];
    return [{ count: Number(cell.readBigUInt64BE(8)), link: cell.subarray(16, 48) }];
  });
  return marks.sort((a, b) => b.count - a.count)[0] ?? null;
}

/** The id of a slot by its name. */
export function slotIdOf(name: string, logKey: Buffer, vaultId: Buffer): Buffer {
  return mac(derived(logKey, vaultId, 'slot-names'), Buffer.from(name)).subarray(0, 16);
}

/** The text of a slot's row. @throws where it is not that of this slot at this count. */
export function slotTextOf(
  row: { readonly slotId: Buffer; readonly counter: number; readonly envelope: Buffer },
  journal: Pick<ReadFile, 'journalId' | 'keyId' | 'sealKey'>,
  vaultId: Buffer,
): string {
  const associated = placesOf(vaultId)(2, journal.journalId, row.slotId, row.counter, journal.keyId);
  return unpadded(opened(journal.sealKey, associated, row.envelope)).toString('utf8');
}
