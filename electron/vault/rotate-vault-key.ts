import { closeSync, existsSync, fdatasyncSync, openSync } from 'node:fs';
import type { Outcome } from '../../shared/problem.ts';
import { envelopeKinds, type Place } from './associated-data.ts';
import type { VaultDatabase } from './database.ts';
import { writeAll } from './durable-file.ts';
import { open, seal } from './envelope.ts';
import { journalFiles, readKeyRecord } from './find-journals.ts';
import { authenticatedHeader, type Header, headerContent, headerMacKey, type KeySlot } from './header.ts';
import { writeHeaderFile } from './header-file.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { journalHeader } from './journal-file.ts';
import {
  type JournalKeyRecord,
  type JournalKeys,
  type JournalKeyWrapping,
  unwrapJournalKeys,
  wrapJournalKeys,
} from './journal-keys.ts';
import { aboutSealing, boxedKey, openAbout, sealAbout, slotIdentity } from './key-slot.ts';
import { removeCopyBeforeMigration } from './migrate-vault.ts';
import { damagedVault } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { subkey } from './subkey.ts';
import { journalPath } from './vault-files.ts';
import { headSealing, readVaultHead, writeVaultHead } from './vault-head.ts';

/** The key that wraps journals' keys under a vault key; the caller zeroes it. */
export function journalKeyWrapping(
  header: Pick<Header, 'vaultId' | 'vaultKeyId'>,
  vaultKey: Uint8Array,
): JournalKeyWrapping {
  const vaultId = hexBytes(header.vaultId);
  return { key: subkey(vaultKey, vaultId, 'journal-keys'), vaultId, vaultKeyId: hexBytes(header.vaultKeyId) };
}

/**
 * The header of a vault whose key begins to change. Every slot opens the new key (boxed to the slot's public key, since other
 * people's passphrases are not known), and under the new key lies the one before, for as long as journals are still wrapped by it.
 * Signing keys stay as they are: they lie under the slots' secrets.
 */
export function rotatedHeader(
  header: Header,
  vaultKey: Uint8Array,
  newVaultKey: Uint8Array,
  randomBytes: RandomBytes,
): Header {
  const vaultKeyId = hexText(randomBytes(16));
  const vaultId = hexBytes(header.vaultId);
  const aboutBefore = aboutSealing(header.vaultId, header.vaultKeyId, vaultKey);
  const aboutAfter = aboutSealing(header.vaultId, vaultKeyId, newVaultKey);
  const keySlots = header.keySlots.map((slot): KeySlot => {
    const derivationId = slot.kind === 'passphrase' ? slot.derivationId : null;
    const derivation = header.derivations.find((each) => each.derivationId === derivationId) ?? null;
    const identity = slotIdentity(header.vaultId, slot, derivation);
    const about = openAbout(slot.sealedAbout, identity.slotId, aboutBefore) ?? { createdWallMs: null, therapist: null };
    return {
      ...slot,
      ...boxedKey(identity, slot.boxPublicKey, newVaultKey, randomBytes),
      sealedAbout: sealAbout(about, identity.slotId, aboutAfter, randomBytes),
    };
  });
  aboutBefore.key.fill(0);
  aboutAfter.key.fill(0);
  const previousWrapKey = subkey(newVaultKey, vaultId, 'previous-key');
  const place = previousKeyPlace(vaultId, header.vaultKeyId, vaultKeyId);
  const previousKey = {
    vaultKeyId: header.vaultKeyId,
    sealedKey: hexText(seal(previousWrapKey, place, vaultKey, randomBytes)),
  };
  previousWrapKey.fill(0);
  const macKey = headerMacKey(header.vaultId, newVaultKey);
  const rotated = authenticatedHeader({ ...headerContent(header), vaultKeyId, keySlots, previousKey }, macKey);
  macKey.fill(0);
  return rotated;
}

/**
 * Completes a rotation that was cut short, before anything else of the vault is read. Each step is harmless when it is done
 * twice, so this may itself be cut short.
 * @throws what the operating system or SQLite says.
 */
export function completeRotation(parts: {
  readonly folder: string;
  readonly header: Header;
  readonly vaultKey: Uint8Array;
  readonly database: VaultDatabase;
  readonly randomBytes: RandomBytes;
}): Outcome<Header> {
  const { folder, header, vaultKey, database, randomBytes } = parts;
  const previous = previousVaultKey(header, vaultKey);
  if (previous === null) return { ok: false, problem: damagedVault('The former key of the vault is damaged.') };
  const before = { vaultId: header.vaultId, vaultKeyId: previous.vaultKeyId };
  const sealings = { from: headSealing(before, previous.vaultKey), to: headSealing(header, vaultKey) };
  const from = journalKeyWrapping(before, previous.vaultKey);
  const to = journalKeyWrapping(header, vaultKey);
  const macKey = headerMacKey(header.vaultId, vaultKey);
  try {
    const head = readVaultHead(folder, sealings.to) === 'damaged' ? readVaultHead(folder, sealings.from) : 'missing';
    if (typeof head !== 'string') writeVaultHead(folder, head, sealings.to, randomBytes);
    const records = new Map(database.journals().map((record) => [record.journalId, record]));
    for (const journalId of new Set([...records.keys(), ...journalFiles(folder)])) {
      rewrapJournal({ folder, database, from, to, randomBytes }, journalId, records.get(journalId) ?? null);
    }
    // The pages that held the old wrapped keys are overwritten, in the WAL too.
    database.checkpoint('empty');
    const finished = authenticatedHeader({ ...headerContent(header), previousKey: null }, macKey);
    writeHeaderFile(folder, finished);
    removeCopyBeforeMigration(folder);
    return { ok: true, value: finished };
  } finally {
    for (const key of [previous.vaultKey, sealings.from.key, sealings.to.key, from.key, to.key, macKey]) key.fill(0);
  }
}

/** What rewrapping one journal needs. */
export type Rewrapping = {
  readonly folder: string;
  readonly database: VaultDatabase;
  readonly from: JournalKeyWrapping;
  readonly to: JournalKeyWrapping;
  readonly randomBytes: RandomBytes;
};

/**
 * Wraps one journal's keys anew in both copies: first the database's row, durably, then the beginning of the journal file. A copy
 * that neither vault key opens stays as it is.
 * @returns the database's record, null where it has none that can be opened.
 * @throws what the operating system or SQLite says.
 */
export function rewrapJournal(
  rewrapping: Rewrapping,
  journalId: string,
  row: JournalKeyRecord | null,
): JournalKeyRecord | null {
  const { folder, database, to } = rewrapping;
  const path = journalPath(folder, journalId);
  const inFile = existsSync(path) ? readKeyRecord(path, to.vaultId) : null;
  const ofFile = inFile?.journalId === journalId ? inFile : null;
  const newRow = rewrapped(row, null, rewrapping);
  if (newRow !== null && newRow.record !== row) database.putJournal(newRow.record);
  const newFile = rewrapped(ofFile, newRow, rewrapping);
  if (newFile !== null && newFile.record !== ofFile) writeBeginning(path, journalHeader(to.vaultId, newFile.record));
  forget(newRow);
  forget(newFile);
  return newRow?.record ?? null;
}

type Rewrapped = { readonly keys: JournalKeys; readonly record: JournalKeyRecord };

/** A record under the new vault key; the other copy's record where the keys are the same, so that both copies stay equal. */
function rewrapped(
  record: JournalKeyRecord | null,
  other: Rewrapped | null,
  { from, to, randomBytes }: Rewrapping,
): Rewrapped | null {
  if (record === null) return null;
  const already = unwrapJournalKeys(record, to);
  if (already !== null) return { keys: already, record };
  const keys = unwrapJournalKeys(record, from);
  if (keys === null) return null;
  if (other !== null && sameKeys(keys, other.keys)) return { keys, record: other.record };
  return { keys, record: wrapJournalKeys(keys, to, randomBytes) };
}

function sameKeys(a: JournalKeys, b: JournalKeys): boolean {
  return (
    a.kind === b.kind &&
    Buffer.compare(a.keyId, b.keyId) === 0 &&
    Buffer.compare(a.sealKey, b.sealKey) === 0 &&
    Buffer.compare(a.logKey, b.logKey) === 0
  );
}

function forget(rewrapped: Rewrapped | null): void {
  rewrapped?.keys.sealKey.fill(0);
  rewrapped?.keys.logKey.fill(0);
}

/** In place: 256 bytes at the beginning lie in one sector, and the database has the same keys by then. */
function writeBeginning(path: string, header: Uint8Array): void {
  const file = openSync(path, 'r+');
  try {
    writeAll(file, header, 0);
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The vault key before, while a rotation is not complete; null where there is none or it is damaged. The caller zeroes it. */
export function previousVaultKey(
  header: Pick<Header, 'vaultId' | 'vaultKeyId' | 'previousKey'>,
  vaultKey: Uint8Array,
): { readonly vaultKeyId: string; readonly vaultKey: Uint8Array } | null {
  if (header.previousKey === null) return null;
  const { vaultKeyId, sealedKey } = header.previousKey;
  const vaultId = hexBytes(header.vaultId);
  const wrapKey = subkey(vaultKey, vaultId, 'previous-key');
  const previous = open(wrapKey, previousKeyPlace(vaultId, vaultKeyId, header.vaultKeyId), hexBytes(sealedKey));
  wrapKey.fill(0);
  return previous?.length === 32 ? { vaultKeyId, vaultKey: previous } : null;
}

function previousKeyPlace(vaultId: Uint8Array, previousId: string, newId: string): Place {
  return {
    kind: envelopeKinds.previousVaultKey,
    vaultId,
    itemId: hexBytes(previousId),
    sequence: 0,
    keyId: hexBytes(newId),
  };
}
