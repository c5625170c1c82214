import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { clinicCardSchema } from '../../shared/bridge/contract.ts';
import type { Outcome } from '../../shared/problem.ts';
import { replaceFile } from './durable-file.ts';
import { vaultProblems } from './problems.ts';
import { isMissing, storageFailure } from './storage-failure.ts';
import { clinicCardFile } from './vault-files.ts';

/** What the emergency card shows while the vault is locked. The one thing that is kept in clear, by decision. */
export type ClinicCard = z.infer<typeof clinicCardSchema>;

/** The clinic's card, null when none was written yet, or a Problem when the file is not a card. */
export function readCard(vaultFolder: string): Outcome<ClinicCard | null> {
  let text: string;
  try {
    text = readFileSync(join(vaultFolder, clinicCardFile), 'utf8');
  } catch (error) {
    if (isMissing(error)) return { ok: true, value: null };
    return { ok: false, problem: vaultProblems.cardUnreadable };
  }
  const card = clinicCardSchema.safeParse(parsedJson(text));
  return card.success ? { ok: true, value: card.data } : { ok: false, problem: vaultProblems.cardUnreadable };
}

/** Puts the card in place atomically. The folder must be there. */
export function writeCard(vaultFolder: string, card: ClinicCard): Outcome<null> {
  const checked = clinicCardSchema.safeParse(card);
  if (!checked.success) return { ok: false, problem: vaultProblems.wrongArguments };
  try {
    replaceFile(join(vaultFolder, clinicCardFile), Buffer.from(`${JSON.stringify(checked.data, null, 2)}\n`, 'utf8'));
    return { ok: true, value: null };
  } catch (error) {
    return storageFailure(error);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
