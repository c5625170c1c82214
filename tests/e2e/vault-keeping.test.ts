import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { waitForAlert } from './seeing.ts';

const practice = new Practice();
const backups = join(practice.folder, 'backups');
const exported = join(practice.folder, 'exported');
const restored = join(practice.folder, 'restored');
/** A colleague's, as strong as a rehearsal asks for. */
const colleague = 'window copper thirteen meadow';

let hands: Hands;
let recoveryKey = '';

beforeAll(async () => {
  for (const folder of [backups, exported]) mkdirSync(folder, { recursive: true });
  hands = await practice.start();
  await createVault(hands, passphrase);
  await hands.press('Vault');
  await hands.waitForHeading('Vault');
}, 60_000);

afterAll(() => practice.end(), 30_000);

const part = (name: string) => hands.choose('What to look at', name);
const sees = (text: string | RegExp) => hands.window.byText(text).nth(0).waitVisible(20_000);
const unlocked = async (label: string, words: string, button: string) => {
  await hands.waitForHeading('Unlock');
  if (label === 'Recovery key') await hands.press('Recovery key');
  await hands.fill(label, words);
  await hands.press(button);
  await hands.waitForHeading('Home');
};

describe('what concerns the vault as a whole', { timeout: 90_000 }, () => {
  it('another therapist gets a passphrase of their own; a wrong proof is refused', async () => {
    await sees('Passphrase of L. Hart');
    await hands.press('Add a therapist');
    await hands.fill('Their name', 'R. Ash');
    await hands.fill('Credential', 'PsyD');
    await hands.fill('Their passphrase', colleague);
    await hands.fill('Your passphrase', 'not this one at all');
    await hands.press('Add the therapist');
    await waitForAlert(hands, 'This is not the passphrase of this vault.');
    await picture(hands, 'vault-keys');
    await hands.fill('Your passphrase', passphrase);
    await hands.press('Add the therapist');
    await sees('Passphrase of R. Ash');
  });

  it('a recovery key is shown once, with its code', async () => {
    await hands.press('Make a recovery key');
    await hands.fill('Your passphrase', passphrase);
    await hands.press('Make the key');
    const list = hands.window.byRole('list', { name: 'Recovery key', exact: true });
    await list.waitVisible();
    recoveryKey = (await list.text()).replace(/\s+/g, '-');
    expect(recoveryKey).toMatch(/^([0-9A-Z]{5}-){6}[0-9A-Z]{5}$/);
    await hands.window.byRole('img', { name: 'The same as a code', exact: true }).waitVisible();
    await picture(hands, 'vault-recovery-key');
    await hands.press('I have it on paper');
    await sees(/^Recovery key · since/);
  });

  it('a keystore that keeps secrets in clear is refused', async () => {
    await hands.press('Let this machine’s keystore open it');
    await hands.fill('Your passphrase', passphrase);
    await hands.press('Let it open the vault');
    await waitForAlert(hands, 'keystore');
    expect(await hands.sees(/^This machine’s keystore · since/)).toBe(false);
  });

  it('backs up into a folder, and says that it did', async () => {
    await part('Backups');
    await hands.fill('Folder for backups', backups);
    await hands.press('Keep this');
    await waitForAlert(hands, 'on the same disk as the vault');
    await hands.tick(/^The same disk as the vault is fine/);
    await hands.press('Keep this');
    await hands.waitForButton('No more backups');
    await hands.press('Back up now');
    await sees(/^The last one: 20/);
    expect(readdirSync(backups)).toEqual([expect.stringMatching(/^vigil-backup-[0-9a-f]{8}-000001$/)]);
    await picture(hands, 'vault-backups');
  });

  it('looks into a backup, and restores it into an empty folder', async () => {
    await part('Restore and import');
    await hands.press('Show the backups');
    await hands.press(/^Backup 1, /);
    await hands.fill('Passphrase or recovery key of that time', recoveryKey.toLowerCase());
    await hands.press('Look into it');
    await sees(/0 sessions.*L\. Hart/);
    await hands.fill('Restore into this empty folder', restored);
    await picture(hands, 'vault-restore');
    await hands.press('Restore it');
    await sees(/^Whole: \d+ entries in 2 journals/);
    expect(readdirSync(restored)).toContain('vault.json');
  });

  it('checks everything', async () => {
    await part('Check');
    await hands.press('Check everything');
    await sees(/^Whole: \d+ entries in 2 journals/);
    await picture(hands, 'vault-check');
  });

  it('tells who did what, and gives it away as a file', async () => {
    await part('Audit log');
    await hands.fill('Export into this folder', exported);
    await hands.press('Export the audit log');
    await sees(/^Saved: /);
    const [folder = ''] = readdirSync(exported);
    const lines = readFileSync(join(exported, folder, 'audit-log.csv'), 'utf8').split('\r\n');
    const kinds = lines.map((line) => /^"[^"]*","[^"]*","([^"]*)"/.exec(line)?.[1]);
    expect(kinds).toEqual([
      'kind',
      'vault-created',
      'protocol-changed',
      'proof-refused',
      'slot-added',
      'slot-added',
      'backup-plan-set',
      'backed-up',
      'backup-restored',
      'vault-checked',
      undefined,
    ]);
    await picture(hands, 'vault-audit-log');
  });

  it('is opened by the colleague, who is named as such, and by the recovery key', async () => {
    await hands.press('Back to the patients');
    hands = await practice.handsAfterLock(hands);
    await unlocked('Passphrase', colleague, 'Unlock');
    await sees('R. Ash, PsyD');
    hands = await practice.handsAfterLock(hands);
    await unlocked('Recovery key', recoveryKey, 'Unlock');
    await hands.press('Vault');
    await part('Audit log');
    await sees('Unlocked with a recovery key');
  });

  it('with the recovery key whoever forgot their passphrase gets another one', async () => {
    const another = 'gravel velvet ninety harbour';
    await part('Keys');
    await hands.press('Another passphrase: Passphrase of R. Ash');
    await hands.fill('Recovery key', recoveryKey);
    await hands.fill('The new one', another);
    await hands.press('Change it');
    const isDone = async () => !(await hands.sees('The new one'));
    await hands.waitUntil('the form to go', isDone, async () => undefined, 20_000);
    await hands.press('Back to the patients');
    hands = await practice.handsAfterLock(hands);
    await unlocked('Passphrase', another, 'Unlock');
    await sees('R. Ash, PsyD');
  });
});
