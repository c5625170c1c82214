import type { Hands } from '../rehearsal/hands.ts';

/** What the alerts on the screen say, one after another. */
export async function alertTexts(hands: Hands): Promise<string> {
  const alerts = hands.window.byRole('alert');
  const texts: string[] = [];
  for (let index = 0; index < (await alerts.count()); index += 1) texts.push(await alerts.nth(index).text());
  return texts.join('\n');
}

/** Waits until an alert on the screen says this, and gives all that the alerts say. */
export async function waitForAlert(hands: Hands, sentence: string | RegExp): Promise<string> {
  const says = async () => {
    const text = await alertTexts(hands);
    return typeof sentence === 'string' ? text.includes(sentence) : sentence.test(text);
  };
  await hands.waitUntil(`an alert that says ${String(sentence)}`, says, async () => {}, 15_000);
  return alertTexts(hands);
}

/** A key that does nothing but tell that somebody is there: for two seconds the rehearsal's clock stands. */
export async function touch(hands: Hands): Promise<void> {
  await hands.window.press('Shift');
}

/** The emergency card that stands inside a dialog. */
export async function cardIn(hands: Hands, dialog: string): Promise<string> {
  const sheet = hands.window.byRole('dialog', { name: dialog, exact: true });
  return hands.window.byRole('region', { name: 'Emergency card', exact: true }).within(sheet).text();
}

/** Milliseconds that a text such as `12:34` names first. */
export function minutesAndSeconds(text: string): number {
  const [, minutes, seconds] = /(\d+):(\d{2})/.exec(text) ?? [];
  if (minutes === undefined || seconds === undefined) throw new Error(`No minutes and seconds in “${text}”`);
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** What is left of the hold under the tongue, as the ring shows it. Milliseconds. */
export async function holdLeftMs(hands: Hands): Promise<number> {
  return minutesAndSeconds(await hands.window.byRole('timer', { name: 'Hold: time left', exact: true }).text());
}

/** The same once a touch has made the clock stand. Milliseconds. */
export async function standingHoldLeftMs(hands: Hands): Promise<number> {
  let beforeMs = Number.NaN;
  let leftMs = await holdLeftMs(hands);
  while (leftMs !== beforeMs) {
    beforeMs = leftMs;
    await touch(hands);
    await new Promise((resolve) => setTimeout(resolve, 400));
    leftMs = await holdLeftMs(hands);
  }
  return leftMs;
}

/** The lines of all entries, newest first; opens their sheet and closes it. */
export async function entries(hands: Hands): Promise<readonly string[]> {
  await hands.press(/^All entries\./);
  const list = hands.window.byRole('list', { name: 'Entries', exact: true });
  await list.waitVisible();
  const items = hands.window.byRole('listitem').within(list);
  const lines: string[] = [];
  for (let index = 0; index < (await items.count()); index += 1) lines.push(await items.nth(index).text());
  await hands.press('Close All entries');
  return lines;
}
