import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVault, verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { type SessionEvent, sessionEventSchema } from '../../shared/session/event.ts';
import { openSession } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { makeVault } from './ready-vault.ts';
import { waitForAlert } from './seeing.ts';
import { sessionInVault } from './session-in-vault.ts';

const place = mkdtempSync(join(tmpdir(), 'vigil-e2e-disk-'));
const disk = join(place, 'small');
const otherDisk = join(place, 'stick');
const isMounted = mounted();

/** A disk of six megabytes, and another one to copy to; only root may mount them, so elsewhere these tests are skipped. */
function mounted(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    for (const folder of [disk, otherDisk]) {
      mkdirSync(folder);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' });
    }
    return true;
  } catch {
    return false;
  }
}

const ballast = join(disk, 'ballast');
function fillTheDisk(): void {
  try {
    writeFileSync(ballast, Buffer.alloc(64 * 1024 * 1024));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

const practice = new Practice(join(disk, 'vault'));
let hands: Hands;

async function write(text: string): Promise<void> {
  await hands.press('Text');
  await hands.fill('Note', text);
  await hands.press('Done');
}

const textsOf = (events: readonly SessionEvent[]) =>
  events.flatMap(({ body }) => (body.type === 'note-recorded' ? [body.text] : []));

describe.runIf(isMounted)('a disk that fills up while a session runs', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    await makeVault(practice.vault, true);
    hands = await practice.start();
    await hands.waitForHeading('Unlock');
    await hands.fill('Passphrase', passphrase);
    await hands.press('Unlock');
    await hands.waitForHeading('Home');
    await openSession(hands);
    await write('before');
  }, 90_000);

  afterAll(async () => {
    await practice.end();
    if (isMounted) for (const folder of [disk, otherDisk]) execFileSync('umount', ['--lazy', folder]);
    rmSync(place, { recursive: true, force: true });
  }, 30_000);

  it('is told at once, in words that say what is kept and what to do', async () => {
    fillTheDisk();
    await write('the disk is full now');
    const text = await waitForAlert(hands, 'The disk is full');
    expect(text).toContain('Free some space on this disk.');
    expect(text).toContain('Vigil keeps the entry and tries again.');
    expect(await hands.button(/^Not saved: [1-9]/).count()).toBe(1);
    expect(await hands.window.byText('Saved', { exact: true }).count()).toBe(0);
  });

  it('hinders nothing: the session goes on, and the count of what is not saved stays true', async () => {
    await write('and another one');
    await hands.button(/^Not saved: [2-9]/).waitVisible();
    await picture(hands, 'disk-full.day');
    // Folded away it covers nothing and still says it; a press brings it back.
    await hands.press('Fold away');
    expect(await hands.button('Copy to another disk').count()).toBe(0);
    await hands.press('Switch to dim');
    await picture(hands, 'disk-full-folded.dim');
    await hands.press(/^Not saved: [2-9]/);
    await picture(hands, 'disk-full.dim');
  });

  it('copies the whole session to another disk with one press', async () => {
    await practice.app.answerOpenDialog([otherDisk]);
    await hands.press('Copy to another disk');
    await hands.window.byText(/\d+ entries copied to /).waitVisible();
    await picture(hands, 'disk-full-copied.dim');
    const [name = ''] = readdirSync(otherDisk);
    const verified = await verifyPassphrase(join(otherDisk, name), new TextEncoder().encode(passphrase), {
      rehearsal: true,
    });
    if (!verified.ok) throw new Error(verified.problem.sentence);
    const copy = openVault(verified.value, randomBytes);
    if (!copy.ok) throw new Error(copy.problem.sentence);
    const journals = copy.value.journals();
    expect(journals.map(({ kind }) => kind).sort()).toEqual(['clinic', 'session']);
    const session = journals.find(({ kind }) => kind === 'session');
    const read = await copy.value.read(session?.journalId ?? '');
    if (!read.ok) throw new Error(read.problem.sentence);
    const events = read.value.entries.map((entry) => sessionEventSchema.parse(JSON.parse(entry)));
    expect(textsOf(events)).toEqual(['before', 'the disk is full now', 'and another one']);
    await copy.value.close();
  });

  it('saves by itself, in order, once there is room, and says so', async () => {
    rmSync(ballast);
    await hands.window.byText('Saved', { exact: true }).waitVisible(10_000);
    expect(await hands.button('Copy to another disk').count()).toBe(0);
    expect(await hands.window.consoleErrors()).toEqual([]);
    expect(await practice.quit()).toEqual({ code: 0, signal: null });
    const events = await sessionInVault(practice.vault);
    expect(textsOf(events)).toEqual(['before', 'the disk is full now', 'and another one']);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  });
});
