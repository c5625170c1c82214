import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { ForkedVault } from './forked-vault.ts';
import { codeOf, freshVault, journalWith, someEntries, value } from './vault-place.ts';

const rounds = 40;

test(`${rounds} processes killed while they append: no acknowledged entry is lost`, { timeout: 120_000 }, async () => {
  const { folder, vault, reopen } = await freshVault();
  const journalId = await journalWith(vault, []);
  const handOver = value(vault.handOver(journalId));
  await vault.close();
  // Drawn from the run's seed: how many are acknowledged before the kill, how many are on their way, and how long it waits.
  const plans = fc.sample(
    fc.record({ acknowledged: fc.nat(60), underWay: fc.integer({ min: 1, max: 30 }), turns: fc.nat(400) }),
    rounds,
  );
  const entries = someEntries(10_000);
  let saved = 0;
  let unacknowledgedKept = 0;
  for (const plan of plans) {
    const forked = new ForkedVault();
    onTestFinished(() => void forked.child.kill('SIGKILL'));
    const resumed = await forked.ask(0, 'resumeSession', { folder, handOver });
    expect(codeOf(resumed)).toBe('ok');
    let acknowledged = saved;
    const append = async (sequence: number) => {
      const entry = entries[sequence - 1] ?? '';
      const outcome = await forked.ask(sequence, 'append', { journalId, sequence, entry });
      if (outcome.ok) acknowledged = Math.max(acknowledged, sequence);
      return codeOf(outcome);
    };
    for (let next = saved + 1; next <= saved + plan.acknowledged; next += 1) expect(await append(next)).toBe('ok');
    const slotPut = forked.ask(100_000, 'putSlot', { journalId, slot: 'draft', text: String(acknowledged) });
    for (let more = 1; more <= plan.underWay; more += 1) void append(saved + plan.acknowledged + more);
    await slotPut;
    for (let turn = 0; turn < plan.turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    forked.child.kill('SIGKILL');
    expect(await forked.ended()).toBe('SIGKILL');

    const opened = value(reopen());
    const read = value(await opened.read(journalId));
    expect(read.entries.length).toBeGreaterThanOrEqual(acknowledged);
    expect(read.entries).toEqual(entries.slice(0, read.entries.length));
    expect(value(await opened.getSlot(journalId, 'draft'))).toBe(String(saved + plan.acknowledged));
    unacknowledgedKept += read.entries.length - acknowledged;
    saved = read.entries.length;
    await opened.close();
  }
  console.log(`${rounds} kills, ${saved} entries, 0 lost, ${unacknowledgedKept} kept that nobody had been told of`);
  expect(saved).toBeGreaterThan(rounds);
});

test('a vault whose process was killed right after unlocking opens again', async () => {
  const { folder, vault, reopen } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  const handOver = value(vault.handOver(journalId));
  await vault.close();
  for (let round = 0; round < 3; round += 1) {
    const forked = new ForkedVault();
    onTestFinished(() => void forked.child.kill('SIGKILL'));
    expect(codeOf(await forked.ask(0, 'resumeSession', { folder, handOver }))).toBe('ok');
    // The folder is taken while it lives, and free the moment it is dead.
    expect(codeOf(reopen())).toBe('vault-in-use');
    forked.child.kill('SIGKILL');
    await forked.ended();
    const opened = value(reopen());
    expect(opened.report).toEqual([]);
    value(await opened.createJournal(randomUUID(), 'session'));
    expect(value(await opened.read(journalId)).entries).toEqual(['a']);
    await opened.close();
  }
});
