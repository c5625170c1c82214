import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signAndExport, writeNote } from '../rehearsal/after-dose.ts';
import { createVault, openSession, people } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { makeVault } from './ready-vault.ts';
import { entries, waitForAlert } from './seeing.ts';

const here = new Practice();
const elsewhere = new Practice();
const backups = join(here.folder, 'backups');
const exported = join(here.folder, 'exported');
const note = 'Speaks of the lighthouse at Skerryvore';

let hands: Hands;

beforeAll(async () => {
  for (const folder of [backups, exported]) mkdirSync(folder, { recursive: true });
  hands = await here.start();
  await createVault(hands, passphrase);
  await openSession(hands);
  await writeNote(hands, note);
  await hands.press('Not today');
  await hands.choose('Who decides?', 'The patient');
  await hands.fill('Why not today?', 'Slept badly.');
  await hands.hold('Hold: end without a dose', 1000);
  await hands.waitForHeading('Declined');
  await signAndExport(hands, exported, ['Assessment', 'Plan']);
  await hands.press('Home');
  await hands.waitForHeading('Home');
}, 120_000);

afterAll(async () => {
  await here.end();
  await elsewhere.end();
}, 60_000);

const sees = (text: string | RegExp) => hands.window.byText(text).nth(0).waitVisible(20_000);

async function searched(words: string): Promise<void> {
  await hands.fill('Names and notes', words);
  await hands.press('Search');
}

async function takeOver(typed: string): Promise<void> {
  await hands.press('Vault');
  await hands.choose('What to look at', 'Restore and import');
  const [name = ''] = readdirSync(backups);
  await hands.fill('Folder of the other vault', join(backups, name));
  await hands.fill('A passphrase of that vault', typed);
  await hands.press('Take its sessions over');
}

describe('a session that is given on, and one that is destroyed', { timeout: 90_000 }, () => {
  it('is in the backup, and found by its words', async () => {
    await hands.press('Vault');
    await hands.choose('What to look at', 'Backups');
    await hands.fill('Folder for backups', backups);
    await hands.tick(/^The same disk as the vault is fine/);
    await hands.press('Keep this');
    await hands.waitForButton('No more backups');
    await hands.press('Back up now');
    await sees(/^The last one: 20/);
    await hands.press('Back to the patients');
    await searched('SKERRYVORE lighthouse');
    await hands.button(new RegExp(`^${people.patient}, .*: ${note}$`)).waitVisible();
  });

  it('is shredded only for a reason, and it is said which backup still holds it', async () => {
    await hands.press(people.patient);
    await hands.press('Shred session 1 of 6');
    const shred = hands.button('Hold: shred the session');
    expect(await shred.isEnabled()).toBe(false);
    await hands.fill('Why it is shredded', 'The patient asked for it');
    await picture(hands, 'home-shred');
    await shred.hold(2250);
    await sees('Shredded. Nothing of it can be read here any more.');
    const [name = ''] = readdirSync(backups);
    await sees(`${backups}: ${name}`);
    await picture(hands, 'home-shredded');
    await hands.press('Done');
    await sees(/session 1 of 6: shredded$/);
  });

  it('is found no more, not even in what was found before', async () => {
    expect(await hands.window.snapshot()).not.toContain(note);
    await searched('Skerryvore');
    await sees('Nothing found.');
  });

  it('does not come back by an import, and the log says who shredded it and why', async () => {
    await takeOver(passphrase);
    await sees(/^0 new, 0 continued, \d+ here already\.$/);
    await sees(/shredded/);
    await picture(hands, 'vault-import-shredded');
    await hands.choose('What to look at', 'Audit log');
    await sees(/The patient asked for it/);
    expect(await hands.window.consoleErrors()).toEqual([]);
    expect(await here.quit()).toEqual({ code: 0, signal: null });
  });

  it('is taken over by another vault out of the backup, and read there', async () => {
    await makeVault(elsewhere.vault, true);
    hands = await elsewhere.start();
    await hands.waitForHeading('Unlock');
    await hands.fill('Passphrase', passphrase);
    await hands.press('Unlock');
    await hands.waitForHeading('Home');
    await takeOver('not the words of that vault');
    await waitForAlert(hands, 'passphrase');
    await hands.fill('A passphrase of that vault', passphrase);
    await hands.press('Take its sessions over');
    await sees('1 new, 0 continued, 0 here already.');
    await picture(hands, 'vault-import');
    await hands.press('Back to the patients');
    await searched('skerryvore');
    await hands.press(new RegExp(`^${people.patient}, .*: ${note}$`));
    await hands.waitForHeading('Signed');
    expect((await entries(hands)).join('\n')).toContain(note);
    expect(await hands.window.consoleErrors()).toEqual([]);
  });
});
