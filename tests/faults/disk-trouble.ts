import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { tryOpenByKey } from '../kill/test-key.ts';
import { byDepth, emptyTally, type Fault, type FaultContext, skipped, type Tally } from './fault.ts';
import { truthOf } from './kills.ts';
import { preloadLibrary } from './recording.ts';
import { entryOf } from './scenario.ts';
import { type Trouble, troubles } from './trouble.ts';
import { judge, makeVault } from './vault-under-test.ts';

const reportSchema = z.strictObject({
  saved: z.array(z.tuple([z.string(), z.int()])),
  wrong: z.array(z.string()),
  refusals: z.int(),
  slowestMs: z.number(),
});

/** Bytes of the control file: one page, which failing-disk.c maps. */
const controlBytes = 4096;

function diskFault(trouble: Trouble): Fault {
  return {
    name: `disk: ${trouble.name}`,
    async run(context) {
      const library = preloadLibrary('failing-disk.c', context.disk);
      if (library === null) return skipped('there is no gcc to compile the failing disk with');
      const tally = emptyTally();
      const counts = trouble.syncMs > 0 ? { quick: 1, normal: 5, long: 20 } : { quick: 40, normal: 400, long: 5_000 };
      const rounds = byDepth(context.depth, { quick: 1, normal: 3, long: 10 });
      for (let round = 0; round < rounds; round += 1) {
        await troubledRound(context, tally, { trouble, library, round, trials: byDepth(context.depth, counts) });
      }
      return tally;
    },
  };
}

async function troubledRound(
  context: FaultContext,
  tally: Tally,
  { trouble, library, round, trials }: { trouble: Trouble; library: string; round: number; trials: number },
): Promise<void> {
  const place = join(context.disk, String(round));
  const { folder, key } = await makeVault(place);
  const control = join(place, 'control');
  writeFileSync(control, Buffer.alloc(controlBytes));
  const seed = String(context.draws.fork(round).next());
  const output = execFileSync(
    process.execPath,
    [context.programs.troubled, place, control, trouble.name, seed, String(trials)],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        LD_PRELOAD: library,
        VIGIL_TROUBLE_CONTROL: control,
        VIGIL_TROUBLE_FOLDER: folder,
        UV_USE_IO_URING: '0',
      },
    },
  );
  const report = reportSchema.parse(JSON.parse(output));
  tally.trials += trials;
  tally.undetected += report.wrong.length;
  for (const sentence of report.wrong) context.complain(`round ${round}: ${sentence}`);
  if (trouble.calls !== 0 && report.refusals === 0) tally.unmet.push(`round ${round}: blind: no call ever failed`);
  if (trouble.syncMs > 0 && report.slowestMs < trouble.syncMs) tally.unmet.push('blind: no sync was slow');
  await lookAfter(context, tally, folder, key, new Map(report.saved));
}

async function lookAfter(
  context: FaultContext,
  tally: Tally,
  folder: string,
  key: Parameters<typeof judge>[1],
  saved: ReadonlyMap<string, number>,
): Promise<void> {
  const verdict = await judge(folder, key, truthOf(saved));
  if (verdict.kind === 'undetected' || (verdict.kind === 'told' && !verdict.all)) {
    tally.lost += 1;
    context.complain(verdict.kind === 'told' ? verdict.refusal : verdict.what);
  }
}

/** Mounts a small disk in memory. @returns null where this machine does not let us. */
function smallDisk(place: string, size: string): { readonly path: string; readonly unmount: () => void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const path = join(place, 'small-disk');
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    // Containers without the right to mount: the caller shows the fault as skipped.
    return null;
  }
  return { path, unmount: () => void execFileSync('umount', ['--lazy', path], { stdio: 'ignore' }) };
}

const cannotMount = 'this machine does not let us mount a small disk; root may';

const fullDisk: Fault = {
  name: 'disk: a small file system fills up',
  async run(context) {
    const disk = smallDisk(context.disk, '1500k');
    if (disk === null) return skipped(cannotMount);
    const tally = emptyTally();
    try {
      const { folder, key } = await makeVault(disk.path);
      const opened = tryOpenByKey(folder, key);
      if (!opened.ok) throw new Error(opened.problem.code);
      const vault = opened.value;
      const journalId = context.draws.uuid();
      await vault.createJournal(journalId, 'session');
      const ballast = join(disk.path, 'ballast');
      let saved = 0;
      const append = async () => {
        const outcome = await vault.append(journalId, saved + 1, entryOf(journalId, saved + 1));
        if (outcome.ok) saved += 1;
        return outcome.ok ? null : outcome.problem.code;
      };
      const rounds = byDepth(context.depth, { quick: 6, normal: 60, long: 60 });
      for (let round = 0; round < rounds; round += 1) {
        fill(ballast, context.draws.below(6) * 4096);
        let code: string | null = null;
        for (let tries = 0; code === null && tries < 400; tries += 1) code = await append();
        if (code !== 'disk-full') {
          tally.undetected += 1;
          context.complain(`round ${round}: a full disk is told as ${code ?? 'nothing'}`);
        }
        rmSync(ballast);
        for (let more = 0; more < 4; more += 1) {
          const refusal = await append();
          if (refusal !== null) tally.unmet.push(`round ${round}: with room again it says ${refusal}`);
        }
        tally.trials += 1;
      }
      await vault.close();
      await lookAfter(context, tally, folder, key, new Map([[journalId, saved]]));
      return tally;
    } finally {
      disk.unmount();
    }
  },
};

/** Takes all space but so many bytes. */
function fill(ballast: string, except: number): void {
  const spare = `${ballast}-spare`;
  writeFileSync(spare, Buffer.alloc(except));
  writeFileSync(ballast, '');
  for (const size of [65_536, 4096]) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full: that is what it is for.
    }
  }
  rmSync(spare);
}

const readOnlyDisk: Fault = {
  name: 'disk: mounted again read-only',
  async run(context) {
    const disk = smallDisk(context.disk, '8m');
    if (disk === null) return skipped(cannotMount);
    const tally = emptyTally();
    try {
      const { folder, key } = await makeVault(disk.path);
      const journalId = context.draws.uuid();
      let saved = 0;
      const rounds = byDepth(context.depth, { quick: 3, normal: 30, long: 100 });
      for (let round = 0; round < rounds; round += 1) {
        const opened = tryOpenByKey(folder, key);
        if (!opened.ok) throw new Error(opened.problem.code);
        if (round === 0) await opened.value.createJournal(journalId, 'session');
        for (let more = 0; more < 5; more += 1) {
          const outcome = await opened.value.append(journalId, saved + 1, entryOf(journalId, saved + 1));
          if (outcome.ok) saved += 1;
        }
        await opened.value.close();
        execFileSync('mount', ['-o', 'remount,ro', disk.path]);
        const refused = tryOpenByKey(folder, key);
        if (refused.ok || refused.problem.code !== 'disk-read-only') {
          tally.undetected += 1;
          context.complain(`round ${round}: told as ${refused.ok ? 'nothing' : refused.problem.code}`);
        }
        execFileSync('mount', ['-o', 'remount,rw', disk.path]);
        tally.trials += 1;
      }
      await lookAfter(context, tally, folder, key, new Map([[journalId, saved]]));
      return tally;
    } finally {
      disk.unmount();
    }
  },
};

/** Disks that are full, broken, read-only or slow while the vault writes. */
export const diskFaults: readonly Fault[] = [...troubles.map(diskFault), fullDisk, readOnlyDisk];
