import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dose } from '../rehearsal/after-dose.ts';
import { block, createVault, openSession, people, precheck } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { Practice, passphrase } from './practice.ts';
import { cardIn, entries, holdLeftMs, minutesAndSeconds, standingHoldLeftMs, touch } from './seeing.ts';

const practice = new Practice();
/** A hold under the tongue lasts this long by the default protocol. */
const wholeHoldMs = 15 * 60_000;
/** A note in words that waits while the window crashes. */
const draft = 'Sees a door; asks to wait before it';

let hands: Hands;
/** Labels of the quick notes that stand, oldest first. */
const noted: string[] = [];

beforeAll(async () => {
  hands = await practice.start();
  await createVault(hands, passphrase);
  await openSession(hands);
  await precheck(hands);
  await block(hands, 2, true);
}, 150_000);

afterAll(() => practice.end(), 30_000);

/** One touch on the rail, until the note is on disk. */
async function tagNote(place: number): Promise<string> {
  const rail = hands.window.byRole('navigation', { name: 'Quick notes', exact: true });
  const tag = hands.window.byRole('button').within(rail).nth(place);
  const label = await tag.text();
  await tag.click();
  await hands.window
    .byText(new RegExp(`^${label} noted`))
    .nth(0)
    .waitVisible();
  await hands.window.byText('Saved', { exact: true }).waitVisible();
  return label;
}

async function unlock(): Promise<void> {
  await hands.waitForHeading('Unlock');
  await hands.fill('Passphrase', passphrase);
  await hands.press('Unlock');
}

async function expectNotes(): Promise<void> {
  const lines = await entries(hands);
  expect(lines).toHaveLength(noted.length);
  for (const [index, label] of noted.toReversed().entries()) expect(lines[index]).toContain(label);
}

/** What the window broke of its content policy, and every other error in it. */
async function expectNoErrors(): Promise<void> {
  expect(await hands.window.consoleErrors()).toEqual([]);
}

describe('a session from the dose to leaving against advice', { timeout: 60_000 }, () => {
  it('reaches absorption', async () => {
    await dose(hands);
    // The therapist waits; the hold runs.
    await hands.waitUntil(
      'some of the hold',
      async () => (await holdLeftMs(hands)) < wholeHoldMs - 60_000,
      async () => {},
      20_000,
    );
    await touch(hands);
    expect(await holdLeftMs(hands)).toBeGreaterThan(wholeHoldMs / 2);
  });

  it('ends the hold early only with a reason', async () => {
    await hands.press('End the hold early');
    for (const outcome of ['Spat', 'Swallowed']) expect(await hands.button(outcome).isEnabled()).toBe(false);
    await hands.fill('Reason for ending early', '   ');
    expect(await hands.button('Spat').isEnabled()).toBe(false);
    await hands.fill('Reason for ending early', 'Much saliva');
    expect(await hands.button('Spat').isEnabled()).toBe(true);
    await hands.press('Go on holding');
    expect(await hands.button('End the hold early').isVisible()).toBe(true);
    expect(await hands.window.byRole('heading', { name: 'Absorption', exact: true }).isVisible()).toBe(true);
  });

  it('files a quick note in one touch', async () => {
    noted.push(await tagNote(0));
    await expectNotes();
  });

  it('killed in the hold: no process stays, the session is offered first, the hold goes on where time has come to', async () => {
    await expectNoErrors();
    const running = practice.processes().join(', ');
    expect(running).toContain('chromium');
    noted.push(await tagNote(2));
    // Time passes after the last entry, so that the journal alone does not know how far the hold has come.
    const leftAtNoteMs = await holdLeftMs(hands);
    await hands.waitUntil(
      'a minute more of the hold',
      async () => (await holdLeftMs(hands)) < leftAtNoteMs - 60_000,
      async () => {},
      20_000,
    );
    const leftBeforeMs = await standingHoldLeftMs(hands);
    const killedAt = performance.now();
    await practice.kill();
    expect(await practice.leftProcesses()).toEqual([]);

    hands = await practice.start();
    await hands.waitForHeading('Unlock');
    // Before the passphrase there is whom to call, and nothing of the patient.
    await hands.press('Emergency');
    const card = await cardIn(hands, 'Emergency card');
    expect(card).toContain('911');
    expect(card).toContain('12 Quay Street');
    expect(await hands.window.snapshot()).not.toContain(people.patient);
    await hands.press('Close Emergency card');
    await unlock();
    await hands.waitForHeading('Absorption');
    const leftMs = await holdLeftMs(hands);
    const realMs = performance.now() - killedAt;
    // While nobody merely waits the clock goes no faster than the real one; it may stand, but it never goes back.
    expect(leftBeforeMs - leftMs).toBeGreaterThanOrEqual(-2_000);
    expect(leftBeforeMs - leftMs).toBeLessThanOrEqual(realMs + 3_000);
    await touch(hands);
    await expectNotes();
  });

  it('keeps the draft of a note when the window crashes, and the session goes on without unlocking', async () => {
    await hands.press('Text');
    await hands.fill('Note', draft);
    await touch(hands);
    await expectNoErrors();
    // A draft on disk is at most a quarter of a second old; the last keystroke is the one that waits.
    await hands.window.byRole('textbox', { name: 'Note', exact: true }).type('.');
    await new Promise((resolve) => setTimeout(resolve, 400));
    hands = await practice.handsAfter(() => hands.window.crash());
    await hands.waitForHeading('Absorption');
    expect(await hands.window.byRole('heading', { name: 'Unlock', exact: true }).count()).toBe(0);
    await hands.press('Text: draft kept');
    expect(await hands.window.byRole('textbox', { name: 'Note', exact: true }).inputValue()).toBe(`${draft}.`);
    await hands.press('Done');
    await hands.window.byText(`${draft}.`).nth(0).waitVisible();
    noted.push(draft);
    await expectNotes();
  });

  it('opens the emergency in one press in absorption, over an open sheet too', async () => {
    await hands.press('Stop');
    await hands.window.byRole('dialog', { name: 'Stop the session', exact: true }).waitVisible();
    await hands.press('Emergency');
    const card = await cardIn(hands, 'Emergency');
    expect(card).toContain('911');
    expect(card).toContain('12 Quay Street');
    expect(await hands.window.byRole('dialog', { name: 'Emergency', exact: true }).text()).toContain('100 mg ketamine');
    await hands.button('Hold: stand down').hold(400);
    expect(await hands.button('Hold: stand down').isVisible()).toBe(true);
    await hands.hold('Hold: stand down', 1000);
    await hands.window.byRole('dialog', { name: 'Emergency', exact: true }).waitHidden();
    await hands.press('Close Stop the session');
    expect(await hands.window.byRole('heading', { name: 'Absorption', exact: true }).isVisible()).toBe(true);
  });

  it('forgets the patient when it is locked, while the session and its clock go on', async () => {
    // By now the hold is over or nearly so; what it says grows with the session's clock in either case.
    await hands.waitUntil(
      'the end of the hold',
      () => hands.sees('Spit now'),
      async () => {},
      30_000,
    );
    const over = () => hands.window.byRole('timer', { name: 'Hold: spit now', exact: true }).text();
    const overBeforeMs = minutesAndSeconds(await over());
    await expectNoErrors();
    const lockedAt = performance.now();
    hands = await practice.handsAfter(() => hands.press('Lock'));
    await hands.waitForHeading('Unlock');
    const consoles = (await practice.app.windows()).filter(({ url }) => url.includes('/console/'));
    expect(consoles).toHaveLength(1);
    expect(await hands.sees('A session is running. It goes on; unlock to see it.')).toBe(true);
    const shown = await hands.window.snapshot();
    for (const word of [people.patient, people.escort, 'AM', 'ketamine', draft, 'Absorption', ...noted]) {
      expect(shown).not.toContain(word);
    }
    await hands.press('Emergency');
    expect(await cardIn(hands, 'Emergency card')).toContain('911');
    await hands.press('Close Emergency card');
    // Locked for longer than a touch makes the clock stand: what passes is the session's own time.
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    await unlock();
    await hands.waitForHeading('Absorption');
    const realMs = performance.now() - lockedAt;
    const overMs = minutesAndSeconds(await over());
    expect(overMs - overBeforeMs).toBeGreaterThanOrEqual(1_500);
    expect(overMs - overBeforeMs).toBeLessThanOrEqual(realMs + 3_000);
    await touch(hands);
    await expectNotes();
    noted.push(await tagNote(1));
    await expectNotes();
  });

  it('goes to recovery when it is stopped, never straight out', async () => {
    await hands.press('Stop');
    const stop = hands.button('Hold: stop the session');
    expect(await stop.isEnabled()).toBe(false);
    await hands.choose('Decided by', 'The patient');
    expect(await stop.isEnabled()).toBe(false);
    await hands.fill('Reason', 'Feels unwell');
    await hands.hold('Hold: stop the session', 1000);
    await hands.waitForHeading('Recovery');
    expect(await hands.button('Hold: patient leaves').isEnabled()).toBe(false);
  });

  it('lets the patient leave against advice with their words, and alone only with safety steps', async () => {
    await hands.press('The patient leaves against advice');
    const leave = hands.button('Hold: leaves against advice');
    expect(await leave.isEnabled()).toBe(false);
    await hands.choose('An escort goes with them', 'No');
    await hands.choose('They drive themselves', 'No');
    await hands.fill('Who was told', people.prescriber);
    await hands.tick('Emergency contact called');
    // Everything but the patient's own words.
    expect(await leave.isEnabled()).toBe(false);
    await hands.fill('The patient’s reason, in their words', 'I want to be at home now');
    expect(await leave.isEnabled()).toBe(true);
    // Everything but a safety step.
    await hands.window.byRole('checkbox', { name: 'Emergency contact called', exact: true }).check(false);
    expect(await leave.isEnabled()).toBe(false);
    await hands.tick('Escort called');
    await leave.hold(1250);
    await hands.waitForHeading('Departed');
    const record = await hands.window.snapshot();
    expect(record).toContain('I want to be at home now');
    expect(record).toContain('Escort called');
  });

  it('met no network and broke no content policy', async () => {
    await expectNoErrors();
    const player = await practice.app.window('player');
    expect(await player.consoleErrors()).toEqual([]);
  });
});
