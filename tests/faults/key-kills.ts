import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { OpenedSlot } from '../../electron/vault/open-slot.ts';
import { verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { byDepth, type Depth, emptyTally, type Fault, type FaultContext, type Tally } from './fault.ts';
import { mainPassphrase, makeCheapVault, slotOf, wantedOf, wrongIn } from './key-vault.ts';
import { inLanes, killedAtRandom } from './killing.ts';
import { acknowledgedIn } from './scenario.ts';
import { putSnapshot, takeSnapshot } from './vault-under-test.ts';

/** The longest that a program lives after its first word, in milliseconds: a few changes of the keys. */
const longestLifeMs = 60;
/** So often a vault is killed before a new one takes its place. */
const livesOfOneVault = 5;
/** Of fewer kills all may fall elsewhere. */
const enoughToSee = 50;

/** Which passphrases must open, and which must not: what was acknowledged, but not what was under way. */
function passphrasesIn(said: string): { readonly open: Set<string>; readonly closed: Set<string> } {
  const open = new Set<string>();
  const closed = new Set<string>();
  for (const line of said.slice(0, said.lastIndexOf('\n') + 1).split('\n')) {
    const [what, words = ''] = line.split(' ');
    if (what === 'opens') open.add(words);
    if (what === 'closing') open.delete(words);
    if (what === 'closed') closed.add(words);
  }
  return { open, closed };
}

function killsDuring(kind: 'slots' | 'rotation', name: string, trials: Readonly<Record<Depth, number>>): Fault {
  return {
    name,
    async run(context) {
      const tally = emptyTally();
      await inLanes(byDepth(context.depth, trials), (lane, count) => killLane(context, tally, kind, lane, count));
      return tally;
    },
  };
}

async function killLane(
  context: FaultContext,
  tally: Tally,
  kind: 'slots' | 'rotation',
  lane: number,
  trials: number,
): Promise<void> {
  const folder = join(context.disk, String(lane));
  const ownDraws = context.draws.fork(lane);
  const made = await makeCheapVault(folder, ownDraws.bytes);
  for (const journalKind of ['clinic', 'session', 'session'] as const) {
    await made.createJournal(ownDraws.uuid(), journalKind);
  }
  await made.close();
  const before = takeSnapshot(folder);
  let said = '';
  for (let trial = 0; trial < trials; trial += 1) {
    if (trial % livesOfOneVault === 0) {
      putSnapshot(folder, before);
      said = '';
    }
    const draws = ownDraws.fork(trial);
    said += await killedAtRandom(context.programs.keys, [folder, kind, String(draws.next())], draws, longestLifeMs);
    said = said.slice(0, said.lastIndexOf('\n') + 1);
    tally.trials += 1;
    const wrong = await wrongAfter(folder, said);
    if (wrong !== null) {
      tally.lost += 1;
      context.complain(`kill ${trial}: ${wrong}`);
    }
  }
}

async function wrongAfter(folder: string, said: string): Promise<string | null> {
  const main = await slotOf(folder, mainPassphrase);
  if (!main.ok) return `the passphrase opens no slot: ${main.problem.sentence}`;
  const { open, closed } = passphrasesIn(said);
  for (const words of open) if (!(await slotOf(folder, words)).ok) return 'an added passphrase opens nothing';
  for (const words of closed) if ((await slotOf(folder, words)).ok) return 'a removed passphrase still opens';
  return wrongIn(folder, main.value, wantedOf(acknowledgedIn(said)), randomBytes);
}

const frozen = join(import.meta.dirname, '..', 'vault', 'frozen');
const frozenSchema = z.object({
  passphrase: z.string(),
  clinicId: z.string(),
  sessionId: z.string(),
  entries: z.object({ clinic: z.array(z.string()), session: z.array(z.string()) }),
});

async function migrationKills(context: FaultContext): Promise<Tally> {
  const tally = emptyTally();
  const about = frozenSchema.parse(JSON.parse(readFileSync(join(frozen, 'frozen.json'), 'utf8')));
  const words = new TextEncoder().encode(about.passphrase);
  const olds: { readonly folder: string; readonly opened: OpenedSlot; readonly openedFile: string }[] = [];
  for (const name of ['version-1', 'version-2', 'version-2-rotating']) {
    const folder = join(frozen, name);
    // The real derivation once; every opening afterwards is given what it led to.
    const verified = await verifyPassphrase(folder, words, { rehearsal: false });
    if (!verified.ok) throw new Error(verified.problem.sentence);
    const { opened } = verified.value;
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const openedFile = join(context.disk, `${name}.json`);
    writeFileSync(
      openedFile,
      JSON.stringify({ slotId: opened.slotId, secret: hex(opened.secret), vaultKey: hex(opened.vaultKey) }),
    );
    olds.push({ folder, opened, openedFile });
  }
  const wanted = new Map(
    [[about.clinicId, about.entries.clinic] as const, [about.sessionId, about.entries.session] as const].map(
      ([id, entries]) => [id, { acknowledged: entries.length, entry: (at: number) => entries[at - 1] ?? 'none' }],
    ),
  );
  let cutShort = 0;
  await inLanes(byDepth(context.depth, { quick: 5, normal: 1_000, long: 10_000 }), async (lane, trials) => {
    const folder = join(context.disk, String(lane));
    const ownDraws = context.draws.fork(lane);
    for (let trial = 0; trial < trials; trial += 1) {
      const old = olds[trial % olds.length];
      if (old === undefined) throw new Error('there are old vaults');
      const { opened, openedFile } = old;
      rmSync(folder, { recursive: true, force: true });
      cpSync(old.folder, folder, { recursive: true });
      const draws = ownDraws.fork(trial);
      const args = [folder, 'migration', String(draws.next()), openedFile];
      const said = await killedAtRandom(context.programs.keys, args, draws, longestLifeMs);
      if (!said.includes('migrated')) cutShort += 1;
      tally.trials += 1;
      const wrong = await wrongIn(folder, opened, wanted, randomBytes);
      if (wrong !== null) {
        tally.lost += 1;
        context.complain(`kill ${trial}: ${wrong}`);
      }
    }
  });
  if (cutShort === 0 && tally.trials >= enoughToSee) tally.unmet.push('blind: no migration was cut short');
  return tally;
}

/** The program of the vault ended while its keys or its format change. */
export const keyFaults: readonly Fault[] = [
  killsDuring('slots', 'SIGKILL while key slots change', { quick: 6, normal: 1_500, long: 15_000 }),
  killsDuring('rotation', 'SIGKILL while the vault key is changed', { quick: 5, normal: 1_000, long: 10_000 }),
  { name: 'SIGKILL while an older vault is migrated', run: migrationKills },
];
