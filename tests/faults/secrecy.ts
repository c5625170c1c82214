import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemFiles } from '../../electron/vault/backup-target.ts';
import { backUp } from '../../electron/vault/backup-vault.ts';
import { openVault, verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { readVaultByKey } from '../vault/second-reader.ts';
import { emptyTally, type Fault, type FaultContext, skipped, type Tally } from './fault.ts';
import {
  declineAndSign,
  MarkedApp,
  makeMarkedVault,
  markedPassphrase,
  openMarkedSession,
  writeDraft,
} from './marked-session.ts';
import { type Form, hitsIn, keyForms, marked, markedNumber, plainForms, wordForms } from './marks.ts';
import { openFiles, processTree, roleOf, searchMemory } from './process-memory.ts';

/**
 * What can be known of the vault once it is closed: its keys in every form. On the way it is backed up, and both readers are held
 * against each other.
 */
async function keysOf(app: MarkedApp, tally: Tally): Promise<Form[]> {
  const passphrase = new TextEncoder().encode(markedPassphrase);
  const verified = await verifyPassphrase(app.vault, passphrase, { rehearsal: true });
  if (!verified.ok) throw new Error(verified.problem.sentence);
  const vaultKey = Buffer.from(verified.value.vaultKey);
  const forms = keyForms('the vault key', vaultKey);
  const opened = openVault(verified.value, randomBytes);
  if (!opened.ok) throw new Error(opened.problem.sentence);
  const vault = opened.value;
  const first = new Map<string, readonly string[]>();
  for (const { journalId } of vault.journals()) {
    const handOver = vault.handOver(journalId);
    if (!handOver.ok) throw new Error(handOver.problem.sentence);
    forms.push(...keyForms('a journal’s seal key', Buffer.from(handOver.value.sealKey)));
    forms.push(...keyForms('a journal’s log key', Buffer.from(handOver.value.logKey)));
    const read = await vault.read(journalId);
    if (!read.ok) throw new Error(read.problem.sentence);
    first.set(journalId, read.value.entries);
  }
  const target = join(app.folder, 'backups');
  mkdirSync(target, { recursive: true });
  const made = await backUp(
    vault.inside(),
    { folder: target, keep: 1, sameDiskAccepted: true },
    { tell: () => undefined, isStopped: () => false },
    { files: systemFiles, wait: (milliseconds) => wait(milliseconds, undefined, { ref: false }) },
  );
  if (!made.ok) throw new Error(made.problem.sentence);
  await vault.close();
  const second = readVaultByKey(app.vault, vaultKey);
  for (const [journalId, entries] of first) {
    if (JSON.stringify(second.get(journalId)?.entries) !== JSON.stringify(entries)) {
      tally.unmet.push('the second reader reads something else');
    }
  }
  return forms;
}

/** Everything that lies in the app's folder but what the therapist exported on purpose. */
function contentOf({ folder, exports }: MarkedApp): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !join(folder, name).startsWith(exports) && lstatSync(join(folder, name)).isFile(),
  );
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/** Searches files. Each one is a trial. */
function searchFiles(
  context: FaultContext,
  tally: Tally,
  files: ReadonlyMap<string, Buffer>,
  { forms, when }: { readonly forms: readonly Form[]; readonly when: string },
): void {
  for (const [name, content] of files) {
    tally.trials += 1;
    for (const { form, at } of hitsIn(content, forms, 1)) {
      tally.undetected += 1;
      context.complain(`${when}: ${form.secret} as ${form.form} in ${name} at ${at}`);
    }
  }
}

const clearText: Fault = {
  name: 'clear text in any file, during a session and after',
  alone: true,
  async run(context) {
    if (process.platform !== 'linux') return skipped('processes are stopped and searched as Linux does it');
    const tally = emptyTally();
    const app = new MarkedApp(join(context.disk, 'marked'));
    try {
      const hands = await app.start();
      await makeMarkedVault(hands);
      await openMarkedSession(hands, 'first');
      await writeDraft(hands, 'first');
      // The draft is saved within a second of the last letter.
      await wait(1_500);
      const running = processTree(app.app.pid);
      let during: Map<string, Buffer>;
      for (const { pid } of running) process.kill(pid, 'SIGSTOP');
      try {
        during = new Map([...contentOf(app), ...openFiles(running)]);
      } finally {
        for (const { pid } of running) process.kill(pid, 'SIGCONT');
      }
      for (const program of running) {
        // Whoever may not write a core at all cannot write one with keys in it.
        const limits = readFileSync(`/proc/${program.pid}/limits`, 'utf8');
        if (!/^Max core file size\s+0\s/m.test(limits)) tally.unmet.push(`${roleOf(program)} may write a core dump`);
      }
      const said = Buffer.from(app.app.stdout() + app.app.stderr());
      await app.end();
      const forms = [...wordForms(), ...(await keysOf(app, tally))];
      searchFiles(context, tally, during, { forms, when: 'during the session' });
      searchFiles(context, tally, contentOf(app), { forms, when: 'after the session' });
      if (hitsIn(said, forms).length > 0) tally.unmet.push('the app printed a secret');
      for (const needed of ['vault/vault.db', 'vault/vault.db-wal']) {
        if (!during.has(needed)) tally.unmet.push(`blind: ${needed} was not there to be searched`);
      }
      // The search itself is tried on a file that holds what nothing may hold.
      const planted = Buffer.from(`${randomBytes(7).toString('hex')}${Buffer.from(marked('note')).toString('base64')}`);
      if (hitsIn(planted, forms).length === 0) tally.unmet.push('blind: a planted word was not found');
      return tally;
    } finally {
      await app.end();
    }
  },
};

/** How long a process may still be there after the lock, in milliseconds. */
const endPatienceMs = 15_000;

/** What is found in memory now, in words; most of it once. */
function inMemory(app: MarkedApp, forms: readonly Form[]): string[] {
  return processTree(app.app.pid).flatMap((running) =>
    searchMemory(running, forms).map(
      ({ form, mapping, around }) => `${form.secret} as ${form.form} in ${roleOf(running)} ${mapping}: ${around}`,
    ),
  );
}

const memoryAfterLock: Fault = {
  name: 'memory of all processes after the lock, no session running',
  alone: true,
  async run(context) {
    if (process.platform !== 'linux') return skipped('memory is searched through /proc');
    if (context.depth === 'quick') return skipped('not with --quick: it takes a minute');
    const tally = emptyTally();
    const app = new MarkedApp(join(context.disk, 'marked'));
    try {
      let hands = await app.start();
      await makeMarkedVault(hands);
      await openMarkedSession(hands, 'first');
      await declineAndSign(hands, 'first', app.exports);
      await app.end();
      const words = [...plainForms('a marked word', marked('')), ...plainForms('a marked number', markedNumber)];
      const keys = (await keysOf(app, tally)).filter(({ form }) => form === 'bytes' || form === 'hex');
      hands = await app.start();
      await hands.waitForHeading('Unlock');
      if (inMemory(app, words).length > 0) tally.unmet.push('marked words are there before the vault is opened');
      await hands.fill('Passphrase', markedPassphrase);
      await hands.press('Unlock');
      // A signed session whose signing the clinic’s journal knows leaves the console at home.
      await hands.waitForHeading('Home');
      if (inMemory(app, words).length === 0) tally.unmet.push('blind: nothing was found while the vault was open');
      if (inMemory(app, keys).length === 0) tally.unmet.push('blind: no key was found while the vault was open');
      await hands.press('Lock');
      await lookUntilGone(app, tally, context, [...words, ...keys]);
      return tally;
    } finally {
      await app.end();
    }
  },
};

async function lookUntilGone(
  app: MarkedApp,
  tally: Tally,
  context: FaultContext,
  forms: readonly Form[],
): Promise<void> {
  const endsAt = performance.now() + endPatienceMs;
  const before = app.app.pid;
  // The app takes a moment to be there again.
  while (app.app.pid === before && performance.now() < endsAt) await wait(100);
  await (await app.hands()).waitForHeading('Unlock');
  let found = inMemory(app, forms);
  while (found.length > 0 && performance.now() < endsAt) found = inMemory(app, forms);
  tally.trials += processTree(app.app.pid).length;
  tally.undetected += found.length;
  for (const sentence of found) context.complain(sentence);
}

/** Secrets where they must not be. */
export const secrecyFaults: readonly Fault[] = [clearText, memoryAfterLock];
