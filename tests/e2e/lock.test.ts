import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, people } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { makeVault } from './ready-vault.ts';
import { entries } from './seeing.ts';

const practice = new Practice();
let hands: Hands;

async function unlock(): Promise<void> {
  await hands.waitForHeading('Unlock');
  await hands.fill('Passphrase', passphrase);
  await hands.press('Unlock');
}

beforeAll(async () => {
  await makeVault(practice.vault, true);
  hands = await practice.start();
  await unlock();
  await hands.waitForHeading('Home');
}, 60_000);

afterAll(() => practice.end(), 30_000);

describe('the lock', { timeout: 90_000 }, () => {
  it('is set to the clinic’s time, which outlasts the lock and stands in the audit log', async () => {
    await hands.press('Vault');
    await hands.waitForHeading('Vault');
    await hands.choose('What to look at', 'Lock');
    await hands.window.byText('Locks after 10 min.').waitVisible();
    await hands.choose(/^Lock by itself/, '5 min');
    await hands.press('Set the lock');
    await hands.window.byText('Locks after 5 min.').waitVisible();
    await picture(hands, 'vault-lock');
    hands = await practice.handsAfterLock(hands, () => hands.window.press('Control+l'));
    await unlock();
    await hands.waitForHeading('Home');
    await hands.press('Vault');
    await hands.choose('What to look at', 'Lock');
    await hands.window.byText('Locks after 5 min.').waitVisible();
    await hands.choose('What to look at', 'Audit log');
    await hands.window.byText('Locks by itself after 5 min').waitVisible();
    await hands.window.byText('Locked by hand').waitVisible();
    await hands.press('Back to the patients');
  });

  it('falls by a key while a session runs and somebody writes; the session is there again afterwards', async () => {
    await openSession(hands);
    await hands.press('Calm');
    await hands.press('Text');
    await hands.window.byRole('textbox', { name: 'Note', exact: true }).type('Speaks of the sea');
    hands = await practice.handsAfter(() => hands.window.press('Control+l'));
    await hands.waitForHeading('Unlock');
    await hands.window.byText('A session is running. It goes on; unlock to see it.').waitVisible();
    // What was shown is gone with the window that showed it.
    const screen = await hands.window.snapshot();
    for (const word of [people.patient, 'Speaks', 'Calm']) expect(screen).not.toContain(word);
    await picture(hands, 'unlock-session-runs');
    await unlock();
    await hands.waitForHeading('Pre-check');
    expect((await entries(hands)).join('\n')).toContain('Calm');
    await hands.press(/^Text/);
    expect(await hands.window.byRole('textbox', { name: 'Note', exact: true }).inputValue()).toBe('Speaks of the sea');
    await hands.press('Done');
  });

  it('keeps nothing from being found: names and notes, whatever their case', async () => {
    await hands.press('Home');
    await hands.waitForHeading('Home');
    await hands.fill('Names and notes', 'SEA speaks');
    await hands.press('Search');
    await hands.button(/^A\. Morgan, .*: Speaks of the sea$/).waitVisible();
    await picture(hands, 'home-search');
    await hands.fill('Names and notes', 'morgan');
    await hands.press('Search');
    const found = hands.window.byRole('list', { name: 'Found', exact: true });
    await hands.window.byRole('button', { name: people.patient, exact: true }).within(found).waitVisible();
    await hands.fill('Names and notes', 'nowhere');
    await hands.press('Search');
    await hands.window.byText('Nothing found.').waitVisible();
    expect(await hands.window.consoleErrors()).toEqual([]);
    expect(await practice.quit()).toEqual({ code: 0, signal: null });
  });
});
