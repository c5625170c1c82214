/**
 * Writes to the vault in a place while its disk is in trouble: `troubled-program PLACE CONTROL TROUBLE SEED TRIALS`. Prints one
 * JSON object: how many calls the disk failed, and what the vault did wrong. It ends without closing the vault, as if killed.
 */
import { openSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import type { Vault } from '../../electron/vault/vault.ts';
import { openByKey, readTestKey, tryOpenByKey, vaultFolder } from '../kill/test-key.ts';
import { entryOf } from './scenario.ts';
import { Seeded } from './seeded.ts';
import { type Trouble, troubleNamed } from './trouble.ts';

const [place = '', controlPath = '', troubleName = '', seed = '0', trials = '0'] = process.argv.slice(2);
const trouble: Trouble = troubleNamed(troubleName);
const control = openSync(controlPath, 'r+');
const draws = new Seeded(Number(seed));
const key = readTestKey(place);

/** What the disk does from now on; see failing-disk.c. */
function setTrouble(calls: number, stillGood: number, toFail: number, errno: number, syncMs: number): void {
  const numbers = Buffer.alloc(20);
  for (const [index, number] of [calls, stillGood, toFail, errno, syncMs].entries())
    numbers.writeInt32LE(number, index * 4);
  writeSync(control, numbers, 0, numbers.length, 0);
}

const saved = new Map<string, number>();
const wrong: string[] = [];
let refusals = 0;
let slowestMs = 0;
let vault: Vault = openByKey(place, key, draws.bytes);

async function attempt(journalId: string, sequence: number): Promise<boolean> {
  const begunMs = performance.now();
  const outcome = await vault.append(journalId, sequence, entryOf(journalId, sequence));
  const tookMs = performance.now() - begunMs;
  slowestMs = Math.max(slowestMs, tookMs);
  if (outcome.ok) {
    saved.set(journalId, sequence);
    if (tookMs < trouble.syncMs) wrong.push(`saved after ${Math.round(tookMs)} ms, before any sync could end`);
    return true;
  }
  refusals += 1;
  if (!trouble.codes.includes(outcome.problem.code)) wrong.push(`refused with ${outcome.problem.code}`);
  return false;
}

async function reopen(): Promise<void> {
  await vault.close();
  for (let tries = 0; tries < 100; tries += 1) {
    const opened = tryOpenByKey(vaultFolder(place), key, draws.bytes);
    if (opened.ok) {
      vault = opened.value;
      return;
    }
    refusals += 1;
    if (!trouble.codes.includes(opened.problem.code)) wrong.push(`opening refused with ${opened.problem.code}`);
  }
  throw new Error('the vault does not open though the trouble is over');
}

for (let trial = 0; trial < Number(trials); trial += 1) {
  const journalIds = [...saved.keys()];
  const isNew = journalIds.length < 3 && (journalIds.length === 0 || draws.oneIn(40));
  const journalId = isNew ? draws.uuid() : draws.pick(journalIds);
  const [stillGood, toFail] = [draws.below(12), draws.pick(trouble.failures)];
  setTrouble(trouble.calls, stillGood, toFail, constants.errno[trouble.errno], 0);
  if (isNew) {
    let made = false;
    for (let tries = 0; !made && tries < 100; tries += 1) made = (await vault.createJournal(journalId, 'session')).ok;
    if (!made) throw new Error('no journal can be made though the trouble is over');
    saved.set(journalId, 0);
    // Its files are opened at the first reading, before the disk becomes slow.
    await vault.read(journalId);
  }
  if (trouble.syncMs > 0) setTrouble(0, 0, 0, 0, trouble.syncMs);
  // A slow disk is slow for every file that is made and closed too; one entry on it shows all there is to see.
  for (let more = trouble.syncMs > 0 ? 0 : draws.below(6); more >= 0; more -= 1) {
    const sequence = (saved.get(journalId) ?? 0) + 1;
    for (let tries = 0; !(await attempt(journalId, sequence)); tries += 1) {
      if (tries === 100) throw new Error('nothing can be saved though the trouble is over');
    }
  }
  if (trouble.syncMs > 0) setTrouble(0, 0, 0, 0, 0);
  else if (draws.oneIn(10)) await reopen();
  if (draws.oneIn(5)) {
    const read = await vault.read(journalId);
    const count = saved.get(journalId) ?? 0;
    if (read.ok && read.value.entries.length !== count)
      wrong.push(`${read.value.entries.length} entries read of ${count}`);
    if (read.ok && read.value.entries.some((entry, index) => entry !== entryOf(journalId, index + 1))) {
      wrong.push('an entry is read otherwise than it was written');
    }
  }
}
setTrouble(0, 0, 0, 0, 0);
process.stdout.write(JSON.stringify({ saved: [...saved], wrong, refusals, slowestMs }), () => process.exit(0));
