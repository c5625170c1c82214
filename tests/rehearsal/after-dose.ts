import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import { people } from './before-dose.ts';
import type { Hands } from './hands.ts';
import { measure } from './measuring.ts';

/** From the open gate to the dose under the tongue. */
export async function dose(hands: Hands): Promise<void> {
  await hands.press('Go on to dosing');
  await hands.waitForHeading('Dosing');
  await hands.press('The patient says yes');
  await hands.tick('The label says ketamine, rapid-dissolve tablet');
  await hands.fill('Strength of one', '50');
  await hands.fill('How many', '2');
  await hands.fill('Lot', 'KT-2611');
  await hands.choose('Who puts it under the tongue?', 'The patient');
  await hands.hold('Hold: dose given', 600);
  await hands.waitForHeading('Absorption');
}

/** The hold until it is over; then the patient spits. */
export async function absorption(hands: Hands): Promise<void> {
  await hands.waitUntil(
    'the end of the hold',
    () => hands.sees('Spit now'),
    () => answerPrompts(hands),
    90_000,
  );
  await hands.press('Spat');
  await hands.waitForHeading('Journey');
}

/** Does what the console asks for while the patient travels. */
export async function answerPrompts(hands: Hands): Promise<void> {
  if (await hands.sees('Look: breathing fine?')) await hands.press('Looked: breathing fine');
  else if (await hands.sees('Blood pressure is due.')) await measure(hands);
}

/** A note that is typed, filed and seen. */
export async function writeNote(hands: Hands, text: string): Promise<void> {
  await hands.press('Text');
  await hands.fill('Note', text);
  await hands.press('Done');
  await hands.window.byRole('dialog', { name: 'Text note', exact: true }).waitHidden();
}

/** The music held softer, hushed and let continue, moved on and back, each by one press. */
export async function holdTheMusic(hands: Hands): Promise<void> {
  // An emergency that was only looked at has hushed it.
  if (await hands.sees('Continue')) await hands.press('Continue');
  await hands.press('Softer');
  await hands.press('Hush');
  await hands.press('Continue');
  await hands.press('Move on');
  await hands.press('Undo: back to the part before');
  await hands.press('Softer');
  await hands.waitForButton('Undo: softer or full');
}

/** The journey until the patient may come back, and a reading was taken after the dose. */
export async function journey(hands: Hands): Promise<void> {
  await hands.waitUntil(
    'the time to come back',
    () => hands.sees(/may come back when ready/),
    () => answerPrompts(hands),
    150_000,
  );
  await answerPrompts(hands);
  await hands.press('Coming back');
  await hands.waitForHeading('Recovery');
}

/** A second, smaller dose within the journey. */
export async function booster(hands: Hands): Promise<void> {
  await hands.press('Observe');
  await hands.choose('Responsiveness (MOAA/S)', '5: responds readily to the name in a normal tone');
  await hands.press('Save responsiveness');
  await hands.press(/^Close/);
  await measure(hands);
  await hands.press('Booster');
  await hands.tick('The label says ketamine, rapid-dissolve tablet');
  await hands.fill('Strength of one', '50');
  await hands.fill('How many', '1');
  await hands.fill('Lot', 'KT-2611');
  await hands.choose('Who puts it under the tongue?', 'The patient');
  await hands.hold('Hold: booster given', 600);
  await hands.waitUntil(
    'the end of the booster’s hold',
    () => hands.sees('Spit now'),
    () => answerPrompts(hands),
    90_000,
  );
  await hands.press('Spat');
}

async function check(hands: Hands, card: string, act: () => Promise<void>): Promise<void> {
  const head = hands.window.byRole('button', { name: new RegExp(`^${card}`) }).within(hands.region(card));
  await hands.pressOn(head.nth(0));
  await act();
}

/** One gait check; the seconds are typed. */
export async function gait(
  hands: Hands,
  seconds: { walk: string; tandem: string; steady: 'Yes' | 'No' },
): Promise<void> {
  await check(hands, 'Gait', async () => {
    await hands.choose('How does the patient move?', 'Walks');
    await hands.fill('Timed Up and Go', seconds.walk);
    await hands.fill('Tandem stand', seconds.tandem);
    await hands.choose('With a walking aid?', 'No');
    await hands.choose('Steady, without support?', seconds.steady);
    await hands.press('Save the gait check');
  });
}

/** Recovery until every condition of leaving is met. `folder` takes the aftercare sheet. */
export async function recovery(hands: Hands, folder: string, unsteadyFirst: boolean): Promise<void> {
  if (unsteadyFirst) {
    await gait(hands, { walk: '14.2', tandem: '6', steady: 'No' });
    await hands.waitUntil(
      'the second gait check',
      () => hands.sees('Check gait again.'),
      async () => {},
      90_000,
    );
  }
  await gait(hands, { walk: '9.1', tandem: '10', steady: 'Yes' });
  await check(hands, 'Orientation', async () => {
    for (const question of Object.values(defaultProtocol.orientationQuestions)) await hands.choose(question, 'Yes');
    await hands.press('Save the orientation check');
  });
  await check(hands, 'Responsiveness', async () => {
    await hands.choose('Responsiveness (MOAA/S)', '5: responds readily to the name in a normal tone');
    await hands.press('Save responsiveness');
  });
  await check(hands, 'Nausea', async () => {
    await hands.choose('Nausea', 'None');
    await hands.press('Save nausea');
  });
  await check(hands, 'Comfort', async () => {
    await hands.choose('Back in body and room, 0 not at all, 10 wholly', '9');
    await hands.press('Save comfort');
  });
  await check(hands, 'Aftercare', async () => {
    await hands.choose('Given', 'Printed');
    await hands.fill('Folder for the sheet', folder);
    await hands.press('Write the sheet');
    await hands.window.byText(/^Written: /).waitVisible(20_000);
    await hands.choose('Read back by the patient', 'Yes');
    await hands.press('Save aftercare');
  });
  await check(hands, 'Integration', async () => {
    await hands.fill('Integration session', `${tomorrow()} 10:00`);
    await hands.fill('With whom', people.therapist);
    await hands.press('Save booking');
  });
  await hands.waitUntil(
    'the end of the minimum stay',
    () => hands.sees(/since the last dose are over/),
    async () => {},
    120_000,
  );
  await check(hands, 'Escort', async () => {
    await hands.fill('Name, as the escort says it', people.escort);
    await hands.tick('Met face to face');
    await hands.choose('The name is the one given this morning', 'Yes');
    await hands.choose('Sober, and able to take the patient home', 'Yes');
    await hands.choose('They go by', 'The escort drives');
    await hands.press('Save hand-over');
  });
  await measure(hands);
}

/** The day after this machine's today, as it is typed. */
function tomorrow(): string {
  return new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);
}

/** The patient leaves. */
export async function departure(hands: Hands): Promise<void> {
  await hands.hold('Hold: patient leaves', 1000);
  await hands.waitForHeading('Departed');
}

/** The therapist's words, the signature, and the export of the record. */
export async function signAndExport(
  hands: Hands,
  folder: string,
  sections: readonly string[],
): Promise<readonly string[]> {
  for (const section of sections) {
    await hands.choose('Add words to', section);
    await hands.fill('Words', `${section}: calm and connected; will continue as planned.`);
    await hands.press('Add to the record');
    await hands.waitUntil(
      'the words to be filed',
      async () => (await hands.window.byRole('textbox', { name: 'Words', exact: true }).inputValue()) === '',
      async () => {},
      10_000,
    );
  }
  await hands.fill('Printed name', people.therapist);
  await hands.fill('Credential', 'LMFT');
  await hands.choose('Meaning of the signature', 'I wrote this record');
  await hands.hold('Hold to sign', 1000);
  await hands.waitForHeading('Signed');
  await hands.press('All forms');
  await hands.choose('How it is locked', 'Plain files');
  await hands.tick(/^I understand: /);
  await hands.fill('Folder', folder);
  await hands.press('Export the record');
  await hands.window.byText('Saved:').waitVisible(30_000);
  const list = hands.window.byRole('list', { name: 'Files written' });
  const items = hands.window.byRole('listitem').within(list);
  const files: string[] = [];
  for (let index = 0; index < (await items.count()); index += 1) files.push((await items.nth(index).text()).trim());
  return files;
}
