import { randomBytes } from 'node:crypto';
import { writeCard } from '../../electron/vault/clinic-card.ts';
import { createVault } from '../../electron/vault/create-vault.ts';
import { passphrase } from './practice.ts';

/** Makes a vault without the app, closes it and puts the clinic's card beside it. */
export async function makeVault(folder: string, rehearsal: boolean): Promise<void> {
  const made = await createVault(
    folder,
    new TextEncoder().encode(passphrase),
    { rehearsal, ownWords: [] },
    randomBytes,
  );
  if (!made.ok) throw new Error(made.problem.sentence);
  await made.value.close();
  const card = writeCard(folder, {
    clinicName: 'Harbour Clinic',
    emergencyNumber: '911',
    address: '12 Quay Street',
    doorCode: '4711',
  });
  if (!card.ok) throw new Error(card.problem.sentence);
}
