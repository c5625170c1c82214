/**
 * Writes to the vault in a place and backs it up again and again, both at once, until it is killed: `backup-program PLACE TARGET
 * SEED`. What was acknowledged goes to standard output, a line each; a backup's line has what was saved before it began.
 */
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { systemFiles } from '../../electron/vault/backup-target.ts';
import { backUp } from '../../electron/vault/backup-vault.ts';
import type { Outcome } from '../../shared/problem.ts';
import { openWithoutSigning, readTestKey } from '../kill/test-key.ts';
import { acknowledgementLine, entryOf } from './scenario.ts';
import { Seeded } from './seeded.ts';

const [place = '', target = '', seed = '0'] = process.argv.slice(2);
const draws = new Seeded(Number(seed));
const vault = openWithoutSigning(place, readTestKey(place), draws.bytes);
const counts = new Map<string, number>();
for (const { journalId } of vault.journals()) counts.set(journalId, value(await vault.read(journalId)).entries.length);

/** How many backups are kept; as many as backup-kills.ts expects. */
const keep = 2;

function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`${outcome.problem.code}: ${outcome.problem.sentence}`);
  return outcome.value;
}

async function write(entries: number): Promise<void> {
  for (let more = 0; more < entries; more += 1) {
    if (counts.size < 3) {
      const journalId = draws.uuid();
      value(await vault.createJournal(journalId, counts.size === 0 ? 'clinic' : 'session'));
      counts.set(journalId, 0);
      writeSync(1, acknowledgementLine({ kind: 'journal', journalId }));
    }
    const journalId = draws.pick([...counts.keys()]);
    const sequence = (counts.get(journalId) ?? 0) + 1;
    value(await vault.append(journalId, sequence, entryOf(journalId, sequence)));
    counts.set(journalId, sequence);
    writeSync(1, acknowledgementLine({ kind: 'entry', journalId, sequence }));
  }
}

writeSync(1, 'ready\n');
for (;;) {
  await write(1 + draws.below(6));
  const before = JSON.stringify(Object.fromEntries(counts));
  const work = { tell: () => undefined, isStopped: () => false };
  const ports = { files: systemFiles, wait: (milliseconds: number) => wait(milliseconds, undefined, { ref: false }) };
  const [made] = await Promise.all([
    backUp(vault.inside(), { folder: target, keep, sameDiskAccepted: true }, work, ports),
    write(draws.below(12)),
  ]);
  writeSync(1, `backup ${value(made).name} ${before}\n`);
}
