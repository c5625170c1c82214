/**
 * Changes the keys of the vault in a folder until it is killed: `key-program FOLDER KIND SEED`. KIND is `slots`, `rotation`, or
 * `migration` with the file of an opened slot behind it. What was acknowledged goes to standard output, a line each.
 */
import { readFileSync, writeSync } from 'node:fs';
import type { OpenedSlot } from '../../electron/vault/open-slot.ts';
import { addTherapist, removeKeySlot, type SlotParts } from '../../electron/vault/slot-calls.ts';
import type { Outcome } from '../../shared/problem.ts';
import { cheapDerive } from '../kill/test-key.ts';
import { mainPassphrase, openBySlot, slotOf } from './key-vault.ts';
import { acknowledgementLine, entryOf } from './scenario.ts';
import { Seeded } from './seeded.ts';

const [folder = '', kind = '', seed = '0', openedFile = ''] = process.argv.slice(2);
const draws = new Seeded(Number(seed));
const say = (line: string) => void writeSync(1, `${line}\n`);

function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`${outcome.problem.code}: ${outcome.problem.sentence}`);
  return outcome.value;
}

if (kind === 'migration') {
  const kept = JSON.parse(readFileSync(openedFile, 'utf8')) as Record<'slotId' | 'secret' | 'vaultKey', string>;
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
  const opened: OpenedSlot = {
    slotId: kept.slotId,
    kind: 'passphrase',
    secret: bytes(kept.secret),
    vaultKey: bytes(kept.vaultKey),
  };
  say('ready');
  const migrated = value(openBySlot(folder, opened, draws.bytes));
  say('migrated');
  await migrated.close();
  setInterval(() => undefined, 1_000);
} else {
  await changeKeys();
}

async function changeKeys(): Promise<void> {
  const vault = value(openBySlot(folder, value(await slotOf(folder, mainPassphrase)), draws.bytes));
  const parts: SlotParts = { keyring: vault.keyring, randomBytes: draws.bytes, derive: cheapDerive, elapsedMs: null };
  const counts = new Map<string, number>();
  for (const { journalId } of vault.journals())
    counts.set(journalId, value(await vault.read(journalId)).entries.length);
  const added: { words: string; slotId: string }[] = [];
  say('ready');
  for (;;) {
    for (const journalId of counts.keys()) {
      const sequence = (counts.get(journalId) ?? 0) + 1;
      value(await vault.append(journalId, sequence, entryOf(journalId, sequence)));
      counts.set(journalId, sequence);
      writeSync(1, acknowledgementLine({ kind: 'entry', journalId, sequence }));
    }
    const proof = value(await slotOf(folder, mainPassphrase));
    if (kind === 'rotation') {
      value(await vault.rotate(proof, { tell: () => undefined, isCancelled: () => false }));
      say('rotated');
    } else if (added.length > 3) {
      const [{ words, slotId } = { words: '', slotId: '' }] = added.splice(draws.below(added.length), 1);
      say(`closing ${words}`);
      value(removeKeySlot(parts, proof, slotId));
      say(`closed ${words}`);
    } else {
      const words = `granite-meadow-whistle-${draws.uuid()}`;
      const { slotId } = value(
        await addTherapist(parts, proof, {
          passphrase: new TextEncoder().encode(words),
          therapist: { name: 'Kim', credential: '' },
          ownWords: [],
          wallMs: 1,
        }),
      );
      added.push({ words, slotId });
      say(`opens ${words}`);
    }
  }
}
