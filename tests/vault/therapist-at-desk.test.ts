import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import { card, deskOver, doorOf } from './desk-over.ts';
import { bytesOf, quickDerive } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import { emptyFolder, passphrase, value } from './vault-place.ts';

const robin = { name: 'Robin Ash', credential: 'LMFT' };

function therapistOf(desk: ReturnType<typeof deskOver>): unknown {
  const { stage } = desk.picture();
  return stage.kind === 'open' ? stage.therapist : stage.kind;
}

test("a vault from before there were several therapists takes the first one's name from the clinic's journal", async () => {
  const folder = emptyFolder();
  cpSync(join(import.meta.dirname, 'frozen', 'version-1'), folder, { recursive: true });
  const client = new VaultClient({ fork: () => vaultInThisProcess(), wait: () => new Promise(() => undefined) });
  const desk = deskOver(doorOf(folder, client));
  value(await desk.unlock(bytesOf(passphrase)));
  expect(therapistOf(desk)).toEqual(robin);
  expect(value(await client.keySlots.list())).toMatchObject([{ therapist: robin, isMine: true }]);
  value(await desk.lock());
});

test('a new vault names who made it, and each therapist unlocks as themselves', async () => {
  const folder = join(emptyFolder(), 'vault');
  const fork = () => vaultInThisProcess(quickDerive);
  const client = new VaultClient({ fork, wait: () => new Promise(() => undefined) });
  const desk = deskOver(doorOf(folder, client));
  value(await desk.createVault(bytesOf(passphrase), robin, card));
  expect(therapistOf(desk)).toEqual(robin);
  const kim = { name: 'Kim Oduya', credential: '' };
  const added = { passphrase: 'meadow granite seven whistle', therapist: kim, wallMs: 1 };
  value(await client.keySlots.addTherapist(passphrase, added));
  const { sheet } = value(await client.keySlots.makeRecoveryKey(passphrase, 1));
  value(await desk.lock());
  value(await desk.unlock(bytesOf('meadow granite seven whistle')));
  expect(therapistOf(desk)).toEqual(kim);
  value(await desk.lock());
  expect(
    value(await client.unlockWithRecoveryKey(folder, sheet.groups.join('-'), { rehearsal: false })).therapist,
  ).toBe(null);
  expect(value(await client.keySlots.list()).map(({ therapist }) => therapist)).toEqual([robin, kim, null]);
  await client.lock();
});
