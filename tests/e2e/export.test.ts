import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signAndExport, writeNote } from '../rehearsal/after-dose.ts';
import { createVault, openSession, people } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { waitForAlert } from './seeing.ts';
import { sessionInVault } from './session-in-vault.ts';

const practice = new Practice();
const plain = join(practice.folder, 'plain');
const locked = join(practice.folder, 'locked');
const forReceiver = join(practice.folder, 'for-receiver');
const reports = join(practice.folder, 'reports');
const receiverKey = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

let hands: Hands;

beforeAll(async () => {
  for (const folder of [plain, locked, forReceiver, reports]) mkdirSync(folder, { recursive: true });
  hands = await practice.start();
  await createVault(hands, passphrase);
  await openSession(hands);
  await writeNote(hands, 'Speaks of the sea');
  await hands.press('Not today');
  await hands.choose('Who decides?', 'The patient');
  await hands.fill('Why not today?', 'Slept badly.');
  await hands.hold('Hold: end without a dose', 1000);
  await hands.waitForHeading('Declined');
  await signAndExport(hands, plain, ['Assessment', 'Plan']);
}, 120_000);

afterAll(() => practice.end(), 30_000);

const sees = (text: string | RegExp) => hands.window.byText(text).nth(0).waitVisible(30_000);
const canWrite = async (name: string) => hands.button(name).isEnabled();

describe('what the therapist takes along', { timeout: 90_000 }, () => {
  it('is locked with a passphrase that is typed twice, for somebody, unless something else is chosen', async () => {
    await hands.press('Home');
    await hands.press(people.patient);
    await hands.press(/^\d{4}-\d\d-\d\d .*session 1 of 6$/);
    await hands.waitForHeading('Signed');
    await hands.fill('For whom', 'Dr Quill');
    await hands.fill('Folder', locked);
    await hands.fill('Passphrase of the export', 'eleven char');
    await hands.fill('The same passphrase again', 'eleven char');
    expect(await canWrite('Export the record')).toBe(false);
    await hands.fill('Passphrase of the export', 'twelve chars');
    await sees('The two passphrases differ.');
    await hands.fill('The same passphrase again', 'twelve chars');
    await sees(/^\d{4}-\d\d-\d\d \d\d:\d\d · .* · session 1 of 6$/);
    await picture(hands, 'export-filled');
    await hands.press('Export the record');
    await sees('Saved:');
    expect(readdirSync(locked)).toEqual([expect.stringMatching(/^vigil-record-.*\.tar\.age$/)]);
    await picture(hands, 'export-written');
  });

  it('has no process notes where there are none, and says so', async () => {
    await hands.choose('Which notes', 'The process notes');
    await hands.choose('How it is locked', 'Plain files');
    await hands.tick(/^I understand: /);
    expect(await canWrite('Export the process notes')).toBe(false);
    await hands.tick('I mean to give the process notes away');
    await picture(hands, 'export-process-notes');
    await hands.press('Export the process notes');
    await waitForAlert(hands, 'There are no process notes in what was chosen.');
    expect(readdirSync(locked)).toHaveLength(1);
  });

  it('is locked for a receiver whose key is remembered; a key that is none is refused', async () => {
    await hands.press('Home');
    await hands.press(people.patient);
    await hands.press('Export several sessions');
    await hands.fill('For whom', 'Clinic North');
    await hands.choose('How it is locked', 'For their public key');
    await hands.fill('Their public key', `${receiverKey}x`);
    await hands.tick('Remember the key for this receiver');
    await hands.fill('Folder', forReceiver);
    await hands.press('Export the record');
    await waitForAlert(hands, 'That is not a public key of age.');
    await hands.fill('Their public key', receiverKey);
    await hands.press('Export the record');
    await sees('Saved:');
    await hands.waitForButton('Clinic North');
    expect(readdirSync(forReceiver)).toHaveLength(1);
    await picture(hands, 'export-course');
  });

  it('into a folder that is gone is a clear error', async () => {
    await hands.fill('Folder', join(practice.folder, 'not-there'));
    await hands.press('Export the record');
    await waitForAlert(hands, 'The folder is not there any more.');
  });

  it('is a course on a page too, with the questionnaires that were answered in it', async () => {
    await hands.press('Record a questionnaire');
    await hands.fill('Total, 0 to 27', '14');
    await hands.choose('PHQ-9, item 9: thoughts of being better off dead or of hurting themselves', '1, several days');
    expect(await canWrite('Record it')).toBe(false);
    await hands.fill('What was done about item 9', 'Safety plan gone through.');
    await picture(hands, 'course-questionnaire');
    await hands.press('Record it');
    await sees(/ · PHQ-9 14$/);
    await sees('Item 9: 1. Safety plan gone through.');
    await hands.press('Make the course report');
    await hands.choose('How it is locked', 'Plain files');
    await hands.tick(/^I understand: /);
    await hands.fill('Folder', reports);
    await picture(hands, 'course-report');
    await hands.press('Export the course report');
    await sees('Saved:');
    const [folder = ''] = readdirSync(reports);
    const file = join(reports, folder, 'course-report.pdf');
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    expect(text).toContain('REHEARSAL');
    expect(text).toMatch(/Medicine 1 of 6\s+\d{4}-\d\d-\d\d\s+no dose given/);
    expect(text).toContain('Safety plan gone through.');
  });

  it('is noted in the audit log and in the session, with whom it was for', async () => {
    await hands.press('Vault');
    await hands.choose('What to look at', 'Audit log');
    await sees(/^Record exported, session .*, for Dr Quill, locked with a passphrase: /);
    await sees('Public key kept of Clinic North');
    await sees(/^Course report exported, course /);
    expect(await hands.window.consoleErrors()).toEqual([]);
    await practice.quit();
    const exports = (await sessionInVault(practice.vault)).flatMap(({ body }) =>
      body.type === 'exported' ? [body.files.map(({ format }) => format)] : [],
    );
    expect(exports).toHaveLength(3);
    expect(exports[1]).toEqual(['pdf', 'json', 'manifest', 'age']);
  });
});
