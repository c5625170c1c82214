import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { Practice, passphrase } from './practice.ts';
import { makeVault } from './ready-vault.ts';
import { alertTexts, cardIn, waitForAlert } from './seeing.ts';

const practice = new Practice();
const protocolFile = join(practice.userData, 'protocol.json');
/** A clinic's own protocol, whole but for what each test breaks. */
const ownProtocol = { ...defaultProtocol, title: 'Our own way', version: '7.0.0' };
const defaultInForce = `Protocol: ${defaultProtocol.title} ${defaultProtocol.version}`;

let hands: Hands;

beforeAll(async () => {
  await makeVault(practice.vault, true);
  mkdirSync(practice.userData, { recursive: true });
  const { seatedRest } = ownProtocol.durations;
  const typo = {
    ...ownProtocol,
    durations: { ...ownProtocol.durations, seatedRest: { ...seatedRest, value: 'five' } },
  };
  writeFileSync(protocolFile, JSON.stringify(typo));
  hands = await practice.start();
}, 60_000);

afterAll(() => practice.end(), 30_000);

async function unlock(words: string): Promise<void> {
  await hands.fill('Passphrase', words);
  await hands.press('Unlock');
}

describe('a locked vault and a protocol with a typo', { timeout: 60_000 }, () => {
  it('shows whom to call before any passphrase', async () => {
    await hands.waitForHeading('Unlock');
    await hands.press('Emergency');
    const card = await cardIn(hands, 'Emergency card');
    expect(card).toContain('911');
    expect(card).toContain('12 Quay Street');
    await hands.press('Close Emergency card');
  });

  it('stays locked after a wrong passphrase, says so, and opens with the right one', async () => {
    await unlock('rehearsal lantern orchid gravel and more');
    const text = await waitForAlert(hands, 'This is not the passphrase of this vault.');
    expect(text).toContain('Try again');
    expect(await hands.window.byRole('heading', { name: 'Unlock', exact: true }).isVisible()).toBe(true);
    expect(await hands.window.byRole('heading', { name: 'Home', exact: true }).count()).toBe(0);
    expect(await hands.window.byRole('textbox', { name: 'Passphrase', exact: true }).inputValue()).toBe('');
    await unlock(passphrase);
    await hands.waitForHeading('Home');
  });

  it('names the place and the reason of the typo, and goes on with the default protocol', async () => {
    const text = await alertTexts(hands);
    expect(text).toContain('durations.seatedRest.value');
    expect(text).toMatch(/expected number/);
    expect(text).toContain('Mend the protocol file');
    expect(await hands.sees(defaultInForce)).toBe(true);
    expect(await hands.sees('Our own way')).toBe(false);
  });

  it('names the line of a file that is not JSON', async () => {
    expect(await hands.window.consoleErrors()).toEqual([]);
    expect(await practice.quit()).toEqual({ code: 0, signal: null });
    const [first, ...rest] = JSON.stringify(ownProtocol, null, 2).split('\n');
    // The comma after the first value is forgotten.
    const [second = '', ...others] = rest;
    writeFileSync(protocolFile, [first, second.replace(/,$/, ''), ...others].join('\n'));
    hands = await practice.start();
    await hands.waitForHeading('Unlock');
    await unlock(passphrase);
    await hands.waitForHeading('Home');
    expect(await alertTexts(hands)).toMatch(/line 3/);
    expect(await hands.sees(defaultInForce)).toBe(true);
  });

  it('takes a protocol of the clinic’s own once it is whole', async () => {
    expect(await practice.quit()).toEqual({ code: 0, signal: null });
    writeFileSync(protocolFile, JSON.stringify(ownProtocol));
    hands = await practice.start();
    await hands.waitForHeading('Unlock');
    await unlock(passphrase);
    await hands.waitForHeading('Home');
    expect(await alertTexts(hands)).toBe('');
    expect(await hands.sees('Protocol: Our own way 7.0.0')).toBe(true);
    expect(await hands.window.consoleErrors()).toEqual([]);
  });
});
