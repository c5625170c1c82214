import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import {
  type JournalAtHand,
  keyDamage,
  nameOf,
  type ProvenJournal,
  proveJournal,
  unopened,
} from './check-vault-journal.ts';
import type { VaultDatabase } from './database.ts';
import type { FoundJournal } from './find-journals.ts';
import { canonicalJson, type StoredHeader } from './header.ts';
import { headerBackupFile, headerFile, readHeaderFile } from './header-file.ts';
import type { JournalKeyRecord, JournalKeyWrapping } from './journal-keys.ts';
import { type LongWork, letOthersGo } from './long-work.ts';
import { storageFailure } from './storage-failure.ts';
import { readVaultHead } from './vault-head.ts';
import type { VaultInside } from './vault-inside.ts';

/** What a full check found. Everything that is not named is whole and can be read. */
export type VaultCheck = {
  readonly isWhole: boolean;
  readonly journals: number;
  readonly entries: number;
  /** Sentences, each naming one damaged part. */
  readonly damage: readonly string[];
  /** What a crash left and the next opening completes, and what an earlier repair set aside. */
  readonly notes: readonly string[];
};

/** A vault as the check sees it: the unlocked one between two calls, or one that nobody has open. */
export type CheckPlace = {
  readonly folder: string;
  /** The header that was opened. */
  readonly header: StoredHeader;
  readonly vaultId: Uint8Array;
  readonly journals: ReadonlyMap<string, FoundJournal>;
  /** By which a journal's keys may be wrapped: one, or two while the vault's key is being changed. */
  readonly wrappings: readonly JournalKeyWrapping[];
  /** The keys as the database had them, where something was added to it since; null: as it has them. */
  readonly keyRecords: readonly JournalKeyRecord[] | null;
  /** Damage that was found on the way here. */
  readonly damage: readonly string[];
  /** Does one step; entries that wait are written between two. */
  readonly inTurn: <Value>(work: (database: VaultDatabase) => Value) => Promise<Outcome<Value>>;
  /** What a journal that is open has by its own count; null where it is not open. */
  readonly openMark: (journalId: string) => JournalAtHand['demanded'];
};

/** The unlocked vault as a place to check. */
export function unlockedPlace(inside: VaultInside): CheckPlace {
  const { folder, vaultId, journals, store } = inside;
  const { wrapping, wrappingBefore, sealing } = inside.keys();
  const head = readVaultHead(folder, sealing);
  return {
    folder,
    header: inside.keyring.header,
    vaultId,
    journals,
    wrappings: wrappingBefore === null ? [wrapping] : [wrapping, wrappingBefore],
    keyRecords: null,
    damage: typeof head === 'string' ? [`The head of the vault is ${head}.`] : [],
    inTurn: (work) => store.change((database) => ({ ok: true, value: work(database) })),
    openMark: (journalId) => store.marks().get(journalId) ?? null,
  };
}

/**
 * Checks everything: the header and its copy, the database's own structure, and of each journal the keys, both copies, the chain,
 * the heads, every entry and every draft. Only reads. Takes time in proportion to the vault.
 * @returns `stopped` where it was stopped.
 */
export async function checkVault(place: CheckPlace, work: LongWork): Promise<Outcome<VaultCheck>> {
  try {
    const headers = headerState(place);
    const damage = [...place.damage, ...headers.damage];
    const notes = [...headers.notes];
    const structure = await place.inTurn(databaseState);
    if (!structure.ok) return structure;
    const records = new Map((place.keyRecords ?? structure.value.records).map((record) => [record.journalId, record]));
    damage.push(...structure.value.damage);
    notes.push(...structure.value.notes);
    let entries = 0;
    const journalIds = [...place.journals.keys()];
    for (const [index, journalId] of journalIds.entries()) {
      work.tell(index, journalIds.length);
      await letOthersGo();
      if (work.isStopped()) return { ok: false, problem: backupProblems.stopped };
      const journal = place.journals.get(journalId);
      if (journal === undefined) continue;
      const checked = await place.inTurn((database) => checkJournal(place, database, journalId, journal, records));
      if (!checked.ok) return checked;
      entries += checked.value.entries.length;
      damage.push(...checked.value.damage);
      notes.push(...checked.value.notes);
    }
    work.tell(journalIds.length, journalIds.length);
    const isWhole = damage.length === 0;
    return { ok: true, value: { isWhole, journals: journalIds.length, entries, damage, notes } };
  } catch (error) {
    return storageFailure(error);
  }
}

function checkJournal(
  place: CheckPlace,
  database: VaultDatabase,
  journalId: string,
  journal: FoundJournal,
  records: ReadonlyMap<string, JournalKeyRecord>,
): Pick<ProvenJournal, 'entries' | 'damage' | 'notes'> {
  const keys = keyDamage(place.folder, journalId, records.get(journalId) ?? null, place.wrappings);
  if (!('keys' in journal)) {
    return {
      entries: [],
      damage: [...keys, `${nameOf(journalId)}: it cannot be read. ${journal.problem.sentence}`],
      notes: [],
    };
  }
  const demanded = place.openMark(journalId) ?? journal.demanded;
  const at = { folder: place.folder, vaultId: place.vaultId, database, keys: journal.keys, demanded };
  const proven = proveJournal(at);
  const damage = [...keys, ...proven.damage, ...unopened(at, proven.entries)];
  return { entries: proven.entries, damage, notes: proven.notes };
}

function headerState({ folder, header }: CheckPlace): { readonly damage: string[]; readonly notes: string[] } {
  const [current, copy] = [headerFile, headerBackupFile].map((name) => readHeaderFile(join(folder, name)));
  const isOther = (found: typeof current) =>
    found?.kind === 'whole' && canonicalJson(found.header) !== canonicalJson(header);
  const damage: string[] = [];
  if (current?.kind !== 'whole') damage.push('The header of the vault is damaged or missing; its copy is used.');
  if (isOther(current)) damage.push('The header of the vault was changed by something else since it was opened.');
  if (copy?.kind !== 'whole') damage.push('The copy of the header is damaged or missing.');
  const isOlder = current?.kind === 'whole' && isOther(copy);
  return { damage, notes: isOlder ? ['The copy of the header differs; the next opening writes it again.'] : [] };
}

function databaseState(database: VaultDatabase): {
  readonly damage: string[];
  readonly notes: string[];
  readonly records: readonly JournalKeyRecord[];
} {
  return database.with((connection) => {
    const found = connection.pragma('integrity_check(20)', { simple: false });
    const lines = Array.isArray(found) ? found.flatMap((row: unknown) => Object.values(row ?? {}).map(String)) : [];
    const isWhole = lines.length === 1 && lines[0] === 'ok';
    const aside = connection.prepare<[], number>('SELECT count(*) FROM events_set_aside').pluck().get() ?? 0;
    return {
      records: database.journals(),
      damage: isWhole ? [] : ['The database contradicts itself.'],
      notes: aside === 0 ? [] : [`An earlier repair set ${aside} rows of the database aside.`],
    };
  });
}
