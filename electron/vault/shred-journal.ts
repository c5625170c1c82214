import * as z from 'zod';
import type { Outcome } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import { clinicKeys, readBackupState } from './backup-state.ts';
import type { BackupPorts } from './backup-target.ts';
import { backupsHolding, type HoldingBackup } from './backups-holding.ts';
import { proveJournal, wordsOf } from './check-vault-journal.ts';
import type { VaultDatabase } from './database.ts';
import { type FoundJournal, readKeyRecord } from './find-journals.ts';
import { hexText } from './hexadecimal.ts';
import { readSlot, writeSlot } from './journal-slots.ts';
import { jsonIn } from './json-in.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { shredTraces } from './shred-traces.ts';
import { journalPath } from './vault-files.ts';
import { type Tombstone, tombstoneSchema, type VaultHead } from './vault-head.ts';
import type { VaultInside } from './vault-inside.ts';

const slotName = 'tombstones';
const rememberedSchema = z.array(tombstoneSchema);

/** Which session is to be shredded, when (wall clock), why, and by whom. */
export type ShredWish = {
  readonly journalId: string;
  readonly wallMs: number;
  readonly reason: string;
  readonly by: string;
};

/** What shredding leaves: the backups that hold the session still, newest first. */
export type Shredded = { readonly stillHeldBy: readonly HoldingBackup[] };

/**
 * Shreds a session for good: its keys, its entries, its drafts. First a sealed tombstone says so durably; from then on it is
 * decided, and whatever cuts it short is completed by the next opening. The vault's head then no longer asks for the journal.
 * Asked for again it is harmless, and tells once more what still holds the session.
 */
export async function shredJournal(
  inside: VaultInside,
  wanted: ShredWish,
  ports: BackupPorts,
): Promise<Outcome<Shredded>> {
  // Where it is not known which backups there are, nothing is destroyed of which it could not be said what holds it.
  const state = await readBackupState(inside);
  if (!state.ok) return state;
  const shredded = await inside.store.change((database) => {
    const earlier = inside.tombstones.get(wanted.journalId);
    const refusal = earlier === undefined ? refusalOf(inside, database, wanted.journalId) : null;
    if (refusal !== null) return { ok: false, problem: refusal };
    shred(inside, database, earlier ?? tombstoneFor(inside, database, wanted));
    return { ok: true, value: null };
  });
  if (!shredded.ok) return shredded;
  return { ok: true, value: { stillHeldBy: await backupsHolding(inside, wanted.journalId, state.value, ports) } };
}

/**
 * First the tombstone, durably; then the journal. Where this fails it is asked for again, or the next opening completes it; the journal
 * is not read any more either way.
 */
function shred(inside: VaultInside, database: VaultDatabase, tombstone: Tombstone): void {
  if (tombstone.isDone) return;
  inside.tombstones.set(tombstone.journalId, tombstone);
  forgetJournal(inside, tombstone.journalId);
  remember(inside, database);
  inside.writeHead();
  shredTraces(inside.folder, database, tombstone, inside.randomBytes);
  inside.tombstones.set(tombstone.journalId, { ...tombstone, isDone: true });
  inside.writeHead();
  remember(inside, database);
}

/**
 * Completes what shredding was cut short, before the journals are looked for.
 * @returns the head as it is now, and whether it has to be written.
 * @throws what the operating system or SQLite says.
 */
export function completeShredding(
  folder: string,
  database: VaultDatabase,
  head: VaultHead,
  randomBytes: RandomBytes,
): { readonly head: VaultHead; readonly isChanged: boolean } {
  const { shredded } = head;
  if (shredded === undefined || shredded.every(({ isDone }) => isDone)) return { head, isChanged: false };
  for (const tombstone of shredded) {
    if (!tombstone.isDone) shredTraces(folder, database, tombstone, randomBytes);
  }
  const gone = new Set(shredded.map(({ journalId }) => journalId));
  return {
    head: {
      ...head,
      journals: head.journals.filter(({ journalId }) => !gone.has(journalId)),
      shredded: shredded.map((tombstone) => ({ ...tombstone, isDone: true })),
    },
    isChanged: true,
  };
}

/** The tombstones as the clinic's journal has them, for a vault whose head was lost. @throws SQLite's error. */
export function rememberedTombstones(
  database: VaultDatabase,
  vaultId: Uint8Array,
  journals: ReadonlyMap<string, FoundJournal>,
): Tombstone[] {
  const keys = clinicKeys({ journals: new Map(journals) });
  if (keys === null) return [];
  const found = readSlot({ database, vaultId, keys }, slotName);
  const remembered = found === null || found === 'damaged' ? null : rememberedSchema.safeParse(jsonIn(found.content));
  return remembered?.success === true ? remembered.data : [];
}

function refusalOf(inside: VaultInside, database: VaultDatabase, journalId: string) {
  const { folder, vaultId, journals, store } = inside;
  const journal = journals.get(journalId);
  if (journal === undefined) return vaultProblems.journalUnknown;
  if (!('keys' in journal)) return journal.kind === 'clinic' ? backupProblems.notASession : null;
  if (journal.keys.kind !== 'session') return backupProblems.notASession;
  const demanded = store.marks().get(journalId) ?? journal.demanded;
  const at = { folder, vaultId, database, keys: journal.keys, demanded };
  const proven = proveJournal(at);
  // A journal that the vault refuses cannot be running.
  return proven.isLost || isSigned(wordsOf(at, proven.entries)) ? null : backupProblems.sessionRuns;
}

const signedSchema = z.looseObject({ body: z.looseObject({ type: z.literal('signed') }) });

function isSigned(entries: readonly (string | null)[]): boolean {
  return entries.some((text) => text !== null && signedSchema.safeParse(jsonIn(text)).success);
}

function tombstoneFor(inside: VaultInside, database: VaultDatabase, wanted: ShredWish): Tombstone {
  const journal = inside.journals.get(wanted.journalId);
  const row = database.journals().find((record) => record.journalId === wanted.journalId);
  const inFile = () => readKeyRecord(journalPath(inside.folder, wanted.journalId), inside.vaultId);
  const keyId = journal !== undefined && 'keys' in journal ? journal.keys.keyId : (row ?? inFile())?.keyId;
  const { journalId, wallMs, reason, by } = wanted;
  return { journalId, wallMs, reason, by, keyId: hexText(keyId ?? new Uint8Array(16)), isDone: false };
}

function forgetJournal({ store, journals }: VaultInside, journalId: string): void {
  store.release(journalId);
  const journal = journals.get(journalId);
  journals.delete(journalId);
  if (journal === undefined || !('keys' in journal)) return;
  journal.keys.sealKey.fill(0);
  journal.keys.logKey.fill(0);
}

/** The tombstones' second copy. */
function remember(inside: VaultInside, database: VaultDatabase): void {
  const keys = clinicKeys(inside);
  if (keys === null) return;
  const text = JSON.stringify([...inside.tombstones.values()]);
  writeSlot({ database, vaultId: inside.vaultId, keys }, slotName, text, inside.randomBytes);
}
