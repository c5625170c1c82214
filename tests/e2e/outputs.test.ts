import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPulseAudio, PulseSink } from '../listen/pulse-sink.ts';
import { absorption, dose } from '../rehearsal/after-dose.ts';
import { block, createVault, openSession, precheck } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { waitForAlert } from './seeing.ts';
import { sessionInVault } from './session-in-vault.ts';

describe.runIf(hasPulseAudio)('where the music is heard', { timeout: 90_000 }, () => {
  let pulse: PulseSink;
  let practice: Practice;
  let hands: Hands;

  beforeAll(async () => {
    pulse = await PulseSink.start();
    for (const sink of ['Headphones', 'Speakers']) await pulse.bringBack(sink);
    practice = new Practice(undefined, pulse.environment);
    hands = await practice.start();
    await createVault(hands, passphrase);
    await openSession(hands);
  }, 120_000);

  afterAll(async () => {
    await practice.end();
    await pulse.close();
  }, 30_000);

  const kept = (): unknown => JSON.parse(readFileSync(join(practice.userData, 'outputs.json'), 'utf8'));
  const sees = (text: string | RegExp) => hands.window.byText(text).nth(0).waitVisible(30_000);

  it('is chosen by name and tried with a soft tone before the dose, and remembered', async () => {
    await hands.press(/^Music (Open|Done)$/);
    await hands.choose('The patient hears it from', 'Headphones');
    await hands.choose('And in the room from', 'Speakers');
    await hands.press('Play a soft tone for the patient');
    // The meter moves: a tone of 0.03 has some -34 dB.
    await sees(/^−3[3-6] dB$/);
    await picture(hands, 'outputs');
    await hands.waitUntil(
      'the end of the tone',
      () => hands.button('Play a soft tone in the room').isEnabled(),
      async () => {},
      15_000,
    );
    await hands.press('Play a soft tone in the room');
    await sees(/^−3[3-6] dB$/);
    expect(kept()).toMatchObject({ main: { name: 'Headphones' }, second: { name: 'Speakers', volume: 0.4 } });
  });

  it('one that is gone is an alert until it is back, and both are in the journal', async () => {
    await hands.press(/^Music (Open|Done)$/);
    await precheck(hands);
    await block(hands, 2, true);
    await dose(hands);
    await absorption(hands);
    await pulse.takeAway('Headphones');
    await waitForAlert(hands, 'The output that was chosen for the music is not connected.');
    await picture(hands, 'outputs-lost');
    await hands.press(/^Output gone .*heard$/);
    await sees('Headphones (not connected)');
    await picture(hands, 'outputs-in-journey');
    await hands.press('Close Where the music is heard');
    await pulse.bringBack('Headphones');
    await hands.waitUntil(
      'the music’s own line',
      async () => !(await hands.sees('Output gone')),
      async () => {},
      20_000,
    );
    await hands.press('Acknowledge');
    await picture(hands, 'outputs-back');
    expect(await hands.window.consoleErrors()).toEqual([]);
    await practice.quit();
    const events = await sessionInVault(practice.vault);
    const raised = events.flatMap(({ body }) => (body.type === 'alert-raised' ? [body] : []));
    const own = raised.filter(({ cause }) => cause === 'music-output');
    expect(own.map(({ category, priority }) => [category, priority])).toEqual([['technical', 'medium']]);
    const ended = events.flatMap(({ body }) => (body.type === 'alert-ended' ? [body.alertId] : []));
    expect(ended).toContain(own[0]?.alertId);
  });
});
