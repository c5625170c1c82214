import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChartServer } from '../chart/chart-server.ts';
import { signAndExport } from '../rehearsal/after-dose.ts';
import { createVault, openSession, people } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { waitForAlert } from './seeing.ts';

const practice = new Practice();
const exports = join(practice.folder, 'exports');
const noBody = { kind: 'status', status: 503, headers: { 'retry-after': '3600' } } as const;

let hands: Hands;
let server: ChartServer;

beforeAll(async () => {
  mkdirSync(exports, { recursive: true });
  server = await ChartServer.start();
  server.token = 'let-me-in';
  hands = await practice.start();
  await createVault(hands, passphrase);
  await openSession(hands);
  await hands.press('Not today');
  await hands.choose('Who decides?', 'The patient');
  await hands.fill('Why not today?', 'Slept badly.');
  await hands.hold('Hold: end without a dose', 1000);
  await hands.waitForHeading('Declined');
  await signAndExport(hands, exports, ['Assessment', 'Plan']);
}, 120_000);

afterAll(async () => {
  await practice.end();
  await server.stop();
}, 30_000);

const sees = (text: string | RegExp) => hands.window.byText(text).nth(0).waitVisible(30_000);

async function openRecord(): Promise<void> {
  await hands.press(people.patient);
  await hands.press(/^\d{4}-\d\d-\d\d .*session 1 of 6$/);
  await hands.waitForHeading('Signed');
}

describe('a chart', { timeout: 90_000 }, () => {
  it('is set in the settings, tested, and sent to by nobody but the therapist', async () => {
    await hands.press('Home');
    await hands.press('Settings');
    await hands.choose('What to set', 'Chart');
    await sees('No chart is set: nothing is sent anywhere.');
    await picture(hands, 'chart-none');
    await hands.fill('Address of the FHIR server', 'http://chart.example/fhir');
    await hands.fill('Token', 'wrong');
    await hands.press('Set the chart');
    await waitForAlert(hands, 'To this address records would travel in clear.');
    await hands.fill('Address of the FHIR server', 'https://chart.example/fhir');
    await hands.press('Set the chart');
    await waitForAlert(hands, 'This is a rehearsal: its records go to no other machine.');
    await hands.fill('Address of the FHIR server', server.address);
    await hands.press('Set the chart');
    await hands.waitForButton('Set no chart');
    await hands.press('Test the connection');
    await waitForAlert(hands, /did not accept who we said we are/);
    await hands.fill('Token', 'let-me-in');
    await hands.press('Set the chart');
    await hands.press('Test the connection');
    await sees('Loopback 1, FHIR 4.0.1.');
    await sees('1 signed record was not sent.');
    await picture(hands, 'chart-set');
    expect(server.heard.every(({ method }) => method === 'GET')).toBe(true);
    await hands.press('Back to the patients');
  });

  it('takes a record that is sent from where it is read, and the windows say how far it is', async () => {
    server.faults.push(noBody);
    await openRecord();
    await sees('Not sent to the chart.');
    await hands.press('Send to the chart');
    await sees('The chart’s server has too much to do. (503)');
    await sees(/^Tried again at \d{4}-/);
    await picture(hands, 'chart-waits');
    await hands.press('Try now');
    await sees('Arrived');
    await picture(hands, 'chart-arrived');
    expect((await server.all('Composition')).length).toBe(1);
  });

  it('is told what is signed later only when the record is sent again', async () => {
    await hands.fill('Addendum', 'The escort called: all is well.');
    await hands.press('Sign the addendum');
    await sees('Something was signed since it was sent. Send it again to bring the chart up to date.');
    await hands.press('Send again');
    await hands.window.byText(/^Something was signed since/).waitHidden(30_000);
    await sees('Arrived');
    const [composition] = await server.all('Composition');
    expect(JSON.stringify(composition)).toContain('The escort called: all is well.');
    await hands.press('Home');
    await hands.press('Settings');
    await hands.choose('What to set', 'Chart');
    await sees(/^Arrived$/);
    await picture(hands, 'chart-sends');
    await hands.press('Back to the patients');
    await hands.press('Vault');
    await hands.choose('What to look at', 'Audit log');
    await sees(/^Record sent to the chart, session /);
    expect(await hands.window.consoleErrors()).toEqual([]);
  });
});
