import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupPlan } from '../../electron/vault/backup-state.ts';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import { quickDerive } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import { emptyFolder, passphrase, someEntries, value } from './vault-place.ts';

export const realVault = { rehearsal: false };
export const wallMs = Date.UTC(2026, 10, 23, 14, 0);
export const nobodyListens = () => undefined;

/** Nobody waits after a wrong try; and a folder that answers is never waited for so long that it would be given up. */
export const inGoodTime = (milliseconds: number) =>
  milliseconds < 5000 ? Promise.resolve() : new Promise<void>(nobodyListens);

/** A client whose vault lives in this process. */
export function clientHere(): VaultClient {
  return new VaultClient({ fork: () => vaultInThisProcess(quickDerive, inGoodTime), wait: async () => undefined });
}

/** An unlocked vault with a clinic's journal and so many sessions of ten entries, and a folder for its backups. */
export async function practice(sessions = 2) {
  const folder = emptyFolder();
  const client = clientHere();
  value(await client.create(folder, passphrase, realVault));
  const clinicId = randomUUID();
  value(await client.createJournal(clinicId, 'clinic'));
  const opened = { type: 'course-opened', wallMs, courseId: 'c', patientId: 'p' };
  value(await client.append(clinicId, 1, JSON.stringify(opened)));
  const sessionIds: string[] = [];
  for (let count = 0; count < sessions; count += 1) {
    const sessionId = randomUUID();
    value(await client.createJournal(sessionId, 'session'));
    for (const [index, entry] of someEntries(10).entries()) value(await client.append(sessionId, index + 1, entry));
    sessionIds.push(sessionId);
  }
  const target = emptyFolder();
  const plan: BackupPlan = { folder: target, keep: 2, afterEachSession: true, sameDiskAccepted: true };
  return { folder, client, clinicId, sessionIds, target, plan };
}

/** The same, with one backup. */
export async function backedUp() {
  const made = await practice(2);
  value(await made.client.backups.setPlan(made.plan));
  value(await made.client.backups.backUp(wallMs, nobodyListens));
  return { ...made, backup: newestOf(made.target), other: clientHere(), into: join(emptyFolder(), 'restored') };
}

export const newestOf = (target: string) => join(target, readdirSync(target).sort().at(-1) ?? '');

/** A note as a session's journal has it. */
export const note = (text: string) => JSON.stringify({ body: { type: 'note-recorded', text } });
export const signature = JSON.stringify({ body: { type: 'signed' } });
