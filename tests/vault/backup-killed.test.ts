import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { unfinishedEnding } from '../../electron/vault/backup-contents.ts';
import { listBackups } from '../../electron/vault/backup-list.ts';
import { systemFiles } from '../../electron/vault/backup-target.ts';
import { backUp } from '../../electron/vault/backup-vault.ts';
import type { LongWork } from '../../electron/vault/long-work.ts';
import { restoreBackup } from '../../electron/vault/restore-backup.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import type { Outcome } from '../../shared/problem.ts';
import { inGoodTime, nobodyListens } from './practice-vault.ts';
import { bytesOf, proofOf, quickDerive, quickOpen, quickVault } from './quick-vault.ts';
import { readVaultByKey } from './second-reader.ts';
import { codeOf, copyOf, emptyFolder, filesUnder, journalWith, passphrase, value } from './vault-place.ts';
import { diskError, Moments, watchedFiles } from './watched-disk.ts';

vi.mock('node:fs', async (original) => {
  const { watchedFileSystem } = await import('./disk-steps.ts');
  return watchedFileSystem(await original());
});

const quietly: LongWork = { tell: nobodyListens, isStopped: () => false };
const entries = ['{"a":1}', '{"b":2}'];

/** A vault with one backup of it. */
async function backedUpOnce(keep = 1) {
  const { folder, vault } = await quickVault();
  value(await vault.createJournal(randomUUID(), 'clinic'));
  const sessionId = await journalWith(vault, entries);
  const target = emptyFolder();
  const wish = { folder: target, keep, sameDiskAccepted: true };
  const again = (files = systemFiles, wait = inGoodTime, into = wish, work = quietly) =>
    backUp(vault.inside(), into, work, { files, wait });
  value(await again());
  value(await vault.append(sessionId, 3, '{"c":3}'));
  return { folder, vault, sessionId, target, wish, again };
}

/** Every backup that passes for whole, restored: how many entries the session has in each. */
async function restoredFrom(target: string, sessionId: string, vault: Vault): Promise<number[]> {
  const ports = { files: systemFiles, derive: quickDerive, wait: inGoodTime };
  const counts: number[] = [];
  for (const { name, state } of value(await listBackups(ports, target))) {
    if (state !== 'whole') continue;
    const into = join(emptyFolder(), 'restored');
    const wish = {
      backup: join(target, name),
      into,
      typed: bytesOf(passphrase),
      rehearsal: false,
      evenDamaged: false,
    };
    expect(value(await restoreBackup(wish, quietly, ports))).toMatchObject({ isWhole: true, damage: [], notes: [] });
    const { vaultKey } = await proofOf(vault);
    const read = readVaultByKey(into, Buffer.from(vaultKey)).get(sessionId)?.entries ?? [];
    expect(read).toEqual([...entries, '{"c":3}'].slice(0, read.length));
    counts.push(read.length);
  }
  return counts;
}

test('cut short before any of its steps, there is a whole backup and never a half one that passes for whole', {
  timeout: 120_000,
}, async () => {
  const { folder, vault, sessionId, target, wish, again } = await backedUpOnce();
  const [here, there] = [new Moments(folder), new Moments(target)];
  const look = () => {
    here.look();
    there.look();
  };
  value(await here.during(() => again(watchedFiles(look))));
  there.look();
  // Made, copied file by file, listed, named, and the older one gone in two steps.
  expect(there.left.length).toBeGreaterThan(10);
  expect(here.left.length).toBeGreaterThan(10);
  const seen = new Set<string>();
  for (const left of there.left) {
    const counts = await restoredFrom(left, sessionId, vault);
    expect(counts.length).toBeGreaterThan(0);
    seen.add(counts.join());
    // The next one is made beside whatever was left, and nothing of that stays.
    value(await again(systemFiles, inGoodTime, { ...wish, folder: left }));
    expect(await restoredFrom(left, sessionId, vault)).toEqual([3]);
    expect(readdirSync(left)).toHaveLength(1);
  }
  expect(seen).toEqual(new Set(['2', '3,2', '3']));
  for (const left of here.left) {
    const opened = value(await quickOpen(left));
    expect(opened.report).toEqual([]);
    expect(value(await opened.read(sessionId))).toEqual({ entries: [...entries, '{"c":3}'], report: [] });
    await opened.close();
  }
  await vault.close();
  console.log(`${there.left.length} moments of a backup at its target, ${here.left.length} in the vault: none half`);
});

test('a target that fails at any step costs no older backup', { timeout: 60_000 }, async () => {
  const { folder, vault, sessionId, wish, again } = await backedUpOnce();
  const codes = { ENOSPC: 'backup-folder-full', EIO: 'backup-folder-gone', EROFS: 'backup-folder-read-only' };
  let steps = 0;
  const before = copyOf(wish.folder);
  value(
    await again(
      watchedFiles(() => {
        steps += 1;
      }),
      inGoodTime,
      { ...wish, folder: copyOf(before) },
    ),
  );
  expect(steps).toBeGreaterThan(40);
  let [refused, made] = [0, 0];
  for (let failing = 1; failing <= steps; failing += 2) {
    for (const [code, problem] of Object.entries(codes).slice(failing % 3, (failing % 3) + 1)) {
      const target = copyOf(before);
      let step = 0;
      const files = watchedFiles(() => {
        step += 1;
        if (step >= failing) throw diskError(code);
      });
      const outcome = await again(files, inGoodTime, { ...wish, folder: target });
      const whole = value(await listBackups({ files: systemFiles, wait: inGoodTime }, target)).filter(
        ({ state }) => state === 'whole',
      );
      if (outcome.ok) {
        // Once the new one has its name it is there, and only that an older one stays is told.
        made += 1;
        expect([undefined, problem]).toContain(outcome.value.notRemoved?.code);
        expect(whole[0]?.generation).toBe(2);
      } else {
        refused += 1;
        expect(outcome.problem.code).toBe(problem);
        expect(whole.at(-1)?.generation).toBe(1);
      }
      if (failing % 10 === 1) expect((await restoredFrom(target, sessionId, vault)).length).toBe(whole.length);
      expect(readdirSync(folder)).not.toContain('backup-in-the-making');
    }
  }
  expect(refused).toBeGreaterThan(10);
  expect(made).toBeGreaterThan(0);
  await vault.close();
});

test('a disk that gives back other bytes than it was given is found out', async () => {
  const { vault, sessionId, target, again } = await backedUpOnce();
  let isFlipped = false;
  const files = watchedFiles((call) => {
    // Before a file that was written is read back.
    const [written] = filesUnder(target).filter((path) => path.includes(unfinishedEnding) && path.endsWith('.vj'));
    if (call !== 'read' || isFlipped || written === undefined) return;
    const bytes = readFileSync(written);
    if (bytes.length === 0) return;
    isFlipped = true;
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(written, bytes);
  });
  expect(codeOf(await again(files))).toBe('backup-not-faithful');
  expect(isFlipped).toBe(true);
  expect(readdirSync(target)).toHaveLength(1);
  expect(await restoredFrom(target, sessionId, vault)).toEqual([2]);
  await vault.close();
});

test('a target that stops answering is given up after half a minute, and not before', async () => {
  const { vault, again } = await backedUpOnce();
  const never = new Promise<never>(() => undefined);
  let waitedMs = 0;
  // From the first question on: a step that it had made would be counted from, whenever it came.
  const silent = { ...systemFiles, stat: () => never };
  const wait = (milliseconds: number) => {
    waitedMs += milliseconds;
    return waitedMs > 30_000 ? never : new Promise<void>((resolve) => setImmediate(resolve));
  };
  expect(codeOf(await again(silent, wait))).toBe('backup-folder-slow');
  expect(waitedMs).toBe(30_000);
  await vault.close();
});

test('made while the key of the vault is half changed, it opens and completes the change', async () => {
  const { vault, sessionId, target, again } = await backedUpOnce();
  let told = 0;
  const stopped = await vault.rotate(await proofOf(vault), {
    tell: () => {
      told += 1;
    },
    isCancelled: () => told > 1,
  });
  expect(codeOf(stopped)).toBe('rotation-stopped');
  value(await again());
  const [name = ''] = readdirSync(target);
  const opened = value(await quickOpen(copyOf(join(target, name))));
  expect(opened.report).toEqual(['Changing the key of the vault had been cut short; it is complete now.']);
  expect(value(await opened.read(sessionId)).entries).toHaveLength(3);
  await opened.close();
  await vault.close();
});

test('the key of the vault changed meanwhile: it is given up, and nothing of it stays', async () => {
  const { vault, target, wish, sessionId, again } = await backedUpOnce();
  const proof = await proofOf(vault);
  const quiet = { tell: nobodyListens, isCancelled: () => false };
  const rotating: Promise<Outcome<null>>[] = [];
  const tell = (done: number) => {
    if (done === 1 && rotating.length === 0) rotating.push(vault.rotate(proof, quiet));
  };
  const made = await again(systemFiles, inGoodTime, wish, { ...quietly, tell });
  const [rotated = made] = await Promise.all(rotating);
  expect(codeOf(rotated)).toBe('ok');
  expect(codeOf(made)).toBe('backup-interrupted');
  expect(readdirSync(target)).toHaveLength(1);
  value(await again());
  const { vaultKey } = await proofOf(vault);
  const [name = ''] = readdirSync(target);
  expect(readVaultByKey(join(target, name), Buffer.from(vaultKey)).get(sessionId)?.entries).toHaveLength(3);
  await vault.close();
});
