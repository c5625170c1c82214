import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { Hands } from './hands.ts';
import { bindMonitor, measure } from './measuring.ts';

export const people = {
  patient: 'A. Morgan',
  escort: 'B. Morgan',
  prescriber: 'Dr. R. Chen',
  therapist: 'L. Hart',
} as const;

/** The first start: the vault is made. */
export async function createVault(hands: Hands, passphrase: string): Promise<void> {
  await hands.waitForHeading('Create the vault');
  await hands.fill('Passphrase', passphrase);
  await hands.fill('Passphrase again', passphrase);
  await hands.fill('Your name', people.therapist);
  await hands.fill('Credential', 'LMFT');
  await hands.fill('Emergency number', '911');
  await hands.fill('Clinic name', 'Harbour Clinic');
  await hands.fill('Address', '12 Quay Street');
  await hands.fill('Door code', '4711');
  await hands.press('Create the vault');
  await hands.waitForHeading('Home');
}

/** A new patient, and their first session. */
export async function openSession(hands: Hands): Promise<void> {
  await hands.press('New patient');
  await hands.fill('Name or code', people.patient);
  await hands.fill('Date of birth', '1984-05-23');
  await hands.fill('Phone', '555 0100');
  await hands.fill('Allergies', 'Penicillin');
  await hands.fill('Emergency contact', `${people.escort}, 555 0101`);
  await hands.press('Save the patient');
  await hands.press('Open session 1 of 6');
  await hands.waitForHeading('Pre-check');
}

/** Every item of pre-check but the blood pressure. `chooseMusic`: what is done about the music; the one playlist that there is, unless said. */
export async function precheck(hands: Hands, chooseMusic = () => hands.press(/^Choose /)): Promise<void> {
  await item(hands, 'Identity', async () => {
    await hands.tick(/^Name/);
    await hands.tick(/^Date of birth/);
    await hands.press('Confirm identity');
  });
  await item(hands, 'Consent', async () => {
    await hands.choose('Does the patient consent to today’s session?', 'Yes');
    await hands.choose('Was the off-label use explained?', 'Yes');
    await hands.choose('Is supportive touch agreed?', 'Yes');
    await hands.press('Save consent');
  });
  await questions(hands);
  await item(hands, 'Fasting', async () => {
    await hands.fill('Last food, hours ago', '8');
    await hands.fill('Last clear fluid, hours ago', '3');
    await hands.press('Save fasting');
  });
  await item(hands, 'Weight', async () => {
    await hands.fill('Weight today', '72');
    await hands.press('Save the weight');
  });
  await item(hands, 'Escort', async () => {
    await hands.choose('Who takes the patient home?', 'An adult who knows them');
    await hands.fill('Escort’s name', people.escort);
    await hands.fill('Relation to the patient', 'sister');
    await hands.fill('Escort’s phone', '555 0101');
    await hands.choose('Did the escort bring the patient here?', 'Yes');
    await hands.press('Save the escort');
  });
  await item(hands, 'Order', async () => {
    await hands.fill('Prescriber', people.prescriber);
    await hands.choose('Medicine ordered', 'ketamine');
    await hands.choose('Form ordered', 'rapid-dissolve tablet');
    await hands.fill('First dose ordered', '100');
    await hands.choose('Does the order allow a booster?', 'Yes');
    await hands.fill('At most in all', '200');
    await hands.press('Save the order');
  });
  await item(hands, 'Intention', async () => {
    await hands.fill('Intention, in the patient’s words', 'To meet my grief gently');
    await hands.fill('Mantra', 'Trust, let go, be open');
    await hands.choose('Was the mindfulness preparation done?', 'Yes');
    await hands.choose('Mood now, 0 worst to 10 best, if asked', '5');
    await hands.press('Save the intention');
  });
  await item(hands, 'Comfort', async () => {
    await hands.choose('Place', 'Couch');
    await hands.choose('Eye mask?', 'Yes');
    await hands.choose('Weighted blanket?', 'Yes');
    await hands.press('Save comfort');
  });
  await item(hands, 'Gait before', async () => {
    await hands.choose('How does the patient move?', 'Walks');
    await hands.fill('Timed Up and Go', '8.4');
    await hands.fill('Tandem stand', '10');
    await hands.choose('With a walking aid?', 'No');
    await hands.choose('Steady, without support?', 'Yes');
    await hands.press('Save the gait check');
  });
  await item(hands, 'Orientation before', async () => {
    for (const question of Object.values(defaultProtocol.orientationQuestions)) await hands.choose(question, 'Yes');
    await hands.press('Save the orientation check');
  });
  await item(hands, 'Machine', async () => {
    await hands.choose('Is the screen’s brightness at its mark?', 'Yes');
    await hands.choose('Are updates and notifications paused?', 'Yes');
    await hands.press('Check the machine');
  });
  await item(hands, 'Music', chooseMusic);
}

/** The protocol's questions, answered as somebody does who may have a dose. */
async function questions(hands: Hands): Promise<void> {
  const groups = [
    ['Since last time', 'change'],
    ['Health questions', 'contraindication'],
    ['Medicine questions', 'medicine'],
    ['Readiness', 'readiness'],
  ] as const;
  for (const [label, group] of groups) {
    await item(hands, label, async () => {
      for (const question of defaultProtocol.questions.filter((candidate) => candidate.group === group)) {
        await hands.choose(question.text, question.concern === 'yes' ? 'No' : 'Yes');
      }
    });
  }
}

/** What stands behind an item's name in the list. */
const itemState = '(?:Open|Done|Not met|Overridden|[0-9]+ open)';

/** Opens an item of the list, does what it asks, and sees that it is done. */
async function item(hands: Hands, label: string, act: () => Promise<void>): Promise<void> {
  const head = hands.button(new RegExp(`^${label} ${itemState}$`));
  if ((await hands.window.byRole('button', { name: new RegExp(`^${label} ${itemState}$`) }).count()) !== 1) {
    throw new Error(`There is no item “${label}”.\n${await hands.window.snapshot()}`);
  }
  if (!(await isOpened(hands, label))) await hands.pressOn(head);
  await act();
  await hands.waitForButton(new RegExp(`^${label} Done$`));
}

/** Whether the item's form is open already. */
async function isOpened(hands: Hands, label: string): Promise<boolean> {
  const tree = await hands.window.snapshot();
  return new RegExp(`button "${label} ${itemState}" \\[expanded\\]`).test(tree);
}

/** A seated rest and a block of readings from the monitor. */
export async function block(hands: Hands, readings: number, first: boolean): Promise<void> {
  const label = 'Blood pressure';
  if (!(await isOpened(hands, label))) await hands.press(new RegExp(`^${label} ${itemState}$`));
  await hands.press(first ? 'Start the seated rest' : 'Start another rest');
  if (first) await bindMonitor(hands);
  await hands.waitUntil(
    'the end of the rest',
    () => hands.sees(/Rest is over: take the first reading/),
    async () => {},
    60_000,
  );
  for (let taken = 0; taken < readings; taken += 1) {
    if (taken > 0) {
      await hands.waitUntil(
        'the pause between readings',
        () => hands.sees(/Take the next reading/),
        async () => {},
        60_000,
      );
    }
    await measure(hands);
  }
}
