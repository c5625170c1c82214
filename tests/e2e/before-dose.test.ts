import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signAndExport } from '../rehearsal/after-dose.ts';
import { createVault, people } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { folderPrint } from './folder-print.ts';
import { Keyboard } from './keyboard.ts';
import { Practice, passphrase } from './practice.ts';
import { alertTexts, cardIn, entries, waitForAlert } from './seeing.ts';

const practice = new Practice();
let hands: Hands;

beforeAll(async () => {
  hands = await practice.start();
  await createVault(hands, passphrase);
}, 60_000);

afterAll(() => practice.end(), 30_000);

describe('a session up to the dose that is not given', { timeout: 60_000 }, () => {
  it('is opened, with identity and consent, by keys alone', async () => {
    const keys = new Keyboard(hands.window);
    await keys.goTo('button', 'New patient');
    await keys.press('Enter');
    await hands.window.byRole('textbox', { name: 'Name or code', exact: true }).waitVisible();
    // The form takes the focus to its first field.
    keys.focusIsAt({ role: 'textbox', name: 'Name or code' });
    await keys.type(people.patient);
    await keys.goTo('textbox', 'Date of birth');
    await keys.type('1984-05-23');
    await keys.goTo('button', 'Save the patient');
    await keys.press('Space');
    await hands.waitForButton('Open session 1 of 6');
    expect(await hands.button(people.patient).count()).toBe(1);
    // The form is gone; Tab goes on from where it stood.
    keys.focusIsAt({ role: 'button', name: 'New patient' });
    await keys.goTo('button', 'Open session 1 of 6');
    await keys.press('Enter');
    await hands.waitForHeading('Pre-check');

    keys.focusIsAt(null);
    await keys.goTo('checkbox', /^Name: /);
    await keys.press('Space');
    await keys.goTo('checkbox', /^Date of birth: /);
    await keys.press('Space');
    // And back again: Shift+Tab takes the same way.
    await keys.goTo('checkbox', /^Name: /);
    expect(await hands.window.byRole('checkbox', { name: /^Name: / }).isChecked()).toBe(true);
    await keys.goTo('button', 'Confirm identity');
    await keys.press('Enter');
    await hands.waitForButton('Identity Done');

    // Consent has opened by itself; Tab goes on from the item that closed.
    keys.focusIsAt({ role: 'button', name: 'Identity Done' });
    await keys.goTo('group', 'Does the patient consent to today’s session?');
    await keys.press('Space');
    await keys.goTo('group', 'Was the off-label use explained?');
    await keys.press('Space');
    await keys.goTo('group', 'Is supportive touch agreed?');
    await keys.press('Space');
    // An arrow goes to the other answer, and back.
    await keys.press('ArrowRight');
    await keys.press('ArrowLeft');
    await keys.goTo('button', 'Save consent');
    await keys.press('Space');
    await hands.waitForButton('Consent Done');
  });

  it('opens the emergency in one press, over an open sheet too, and ends it only when held', async () => {
    await hands.press('Not today');
    await hands.window.byRole('dialog', { name: 'Not today', exact: true }).waitVisible();
    await hands.press('Emergency');
    const card = await cardIn(hands, 'Emergency');
    expect(card).toContain('911');
    expect(card).toContain('12 Quay Street');
    const facts = await hands.window.byRole('dialog', { name: 'Emergency', exact: true }).text();
    expect(facts).toContain(people.patient);
    expect(facts).toContain('No dose given');
    // A short press is not enough.
    await hands.button('Hold: stand down').hold(300);
    expect(await hands.button('Hold: stand down').isVisible()).toBe(true);
    await hands.hold('Hold: stand down', 1000);
    await hands.window.byRole('dialog', { name: 'Emergency', exact: true }).waitHidden();
    expect(await hands.button('Emergency').text()).toBe('Emergency');
    await hands.press('Close Not today');
  });

  it('refuses a rideshare as escort, in words', async () => {
    await hands.press(/^Escort Open/);
    await hands.choose('Who takes the patient home?', 'A rideshare or taxi');
    const text = await waitForAlert(hands, 'A rideshare or taxi driver is no escort.');
    expect(text).toContain('Name an adult who knows the patient');
    expect(await hands.button('Save the escort').count()).toBe(0);
    expect(await hands.button(/^Escort Done/).count()).toBe(0);
  });

  it('refuses readings that cannot be, in words with a remedy, and takes one that was read back', async () => {
    await hands.press(/^Blood pressure Open/);
    await hands.press('Enter by hand');
    await hands.fill('Systolic', '0');
    await hands.fill('Diastolic', '0');
    expect(await waitForAlert(hands, 'The reading is 0/0')).toContain('take the reading again');
    expect(await hands.button('Save the reading').isEnabled()).toBe(false);

    await hands.fill('Systolic', '80');
    await hands.fill('Diastolic', '120');
    expect(await waitForAlert(hands, 'the diastolic pressure stands above the systolic')).toContain('enter what the');
    expect(await hands.button('Save the reading').isEnabled()).toBe(false);

    await hands.fill('Systolic', '126');
    await hands.fill('Diastolic', '78');
    await hands.fill('Pulse', '66');
    await hands.window.byText('126 over 78, pulse 66?').waitVisible();
    expect(await alertTexts(hands)).not.toContain('the reading');
    expect(await hands.button('Save the reading').isEnabled()).toBe(false);
    await hands.tick('Read back from the display');
    await hands.press('Save the reading');
    await hands.window.byRole('dialog', { name: 'Blood pressure by hand', exact: true }).waitHidden();
    await hands.press('All readings');
    const list = await hands.window.byRole('dialog', { name: 'All readings', exact: true }).text();
    expect(list).toContain('126/78, pulse 66');
    expect(list).toContain('by hand');
    expect(list).not.toContain('80/120');
    expect(list).not.toContain('0/0');
    await hands.press('Close All readings');
  });

  it('keeps a quick note that is taken back, struck', async () => {
    const rail = hands.window.byRole('navigation', { name: 'Quick notes', exact: true });
    const tag = hands.window.byRole('button').within(rail).nth(0);
    const label = await tag.text();
    await tag.click();
    await hands.window
      .byText(new RegExp(`^${label} noted`))
      .nth(0)
      .waitVisible();
    expect(await entries(hands)).toEqual([expect.not.stringContaining('taken back')]);
    await hands.press('Undo');
    await hands.window.byText('No entry yet').waitVisible();
    expect(await entries(hands)).toEqual([expect.stringMatching(new RegExp(`${label}.* taken back`, 's'))]);
  });

  it('ends without a dose when it is declined, with who and why', async () => {
    await hands.press('Not today');
    const end = hands.button('Hold: end without a dose');
    expect(await end.isEnabled()).toBe(false);
    await hands.choose('Who decides?', 'The patient');
    expect(await end.isEnabled()).toBe(false);
    await hands.fill('Why not today?', 'Slept badly; would rather come next week.');
    await hands.hold('Hold: end without a dose', 1000);
    await hands.waitForHeading('Declined');
  });

  it('says that the folder of an export is missing and leaves nothing half-written', async () => {
    const exports = join(practice.folder, 'exports');
    mkdirSync(exports);
    const files = await signAndExport(hands, exports, ['Assessment', 'Plan']);
    expect(files.map((path) => basename(path)).sort()).toEqual([
      'SHA256SUMS',
      'SHA256SUMS.minisig',
      'doses.csv',
      'readings.csv',
      'record.fhir-collection.json',
      'record.fhir.json',
      'record.json',
      'record.md',
      'record.pdf',
      'signing-key.pub',
      'timeline.csv',
    ]);

    const before = folderPrint(exports);
    const missing = join(exports, 'stick');
    await hands.fill('Folder', missing);
    await hands.press('Export the record');
    expect(await waitForAlert(hands, 'The folder is not there any more.')).toContain('choose another folder');
    expect(await hands.sees('Saved:')).toBe(false);
    expect(folderPrint(exports)).toEqual(before);
    expect(readdirSync(exports)).toHaveLength(1);
  });

  it('met no network and broke no content policy', async () => {
    expect(await hands.window.consoleErrors()).toEqual([]);
  });

  it('quits when it is asked to and leaves no process behind', async () => {
    expect(await practice.quit()).toEqual({ code: 0, signal: null });
    expect(await practice.leftProcesses()).toEqual([]);
  });
});
