import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRecord } from '../../shared/record/check-record.ts';
import { buildSignedRecord, recordFileText } from '../../shared/record/signed-record.ts';
import { replay } from '../../shared/session/evolve.ts';
import { signAndExport } from '../rehearsal/after-dose.ts';
import { createVault, openSession, people } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { waitForAlert } from './seeing.ts';
import { sessionInVault } from './session-in-vault.ts';

const practice = new Practice();
const exported = join(practice.folder, 'exported');
const supervisorPassphrase = 'window copper thirteen meadow';

let hands: Hands;

beforeAll(async () => {
  mkdirSync(exported, { recursive: true });
  hands = await practice.start();
  await createVault(hands, passphrase);
  await hands.press('Vault');
  await hands.press('Add a therapist');
  await hands.fill('Their name', 'R. Ash');
  await hands.fill('Credential', 'PsyD');
  await hands.fill('Their passphrase', supervisorPassphrase);
  await hands.fill('Your passphrase', passphrase);
  await hands.press('Add the therapist');
  await hands.window.byText('Passphrase of R. Ash').nth(0).waitVisible(20_000);
  await hands.press('Back to the patients');
  await openSession(hands);
  await hands.press('Not today');
  await hands.choose('Who decides?', 'The patient');
  await hands.fill('Why not today?', 'Slept badly.');
  await hands.hold('Hold: end without a dose', 1000);
  await hands.waitForHeading('Declined');
  await signAndExport(hands, exported, ['Assessment', 'Plan']);
}, 120_000);

afterAll(() => practice.end(), 30_000);

async function countersign(): Promise<void> {
  await hands.press('Countersign');
  await hands.choose('Meaning of the second signature', 'I supervised this session');
  await hands.hold('Hold to countersign', 1000);
}

async function add(text: string): Promise<void> {
  await hands.fill('Addendum', text);
  await hands.press('Sign the addendum');
}

describe('a record that is signed twice', { timeout: 90_000 }, () => {
  it('is not countersigned by whoever signed it', async () => {
    await countersign();
    await waitForAlert(hands, 'Who signed a record does not countersign it.');
    await picture(hands, 'signed-same-signer');
    await hands.press('Home');
    await hands.waitForHeading('Home');
  });

  it('gets no addendum from a colleague who has not countersigned', async () => {
    hands = await practice.handsAfterLock(hands);
    await hands.waitForHeading('Unlock');
    await hands.fill('Passphrase', supervisorPassphrase);
    await hands.press('Unlock');
    await hands.waitForHeading('Home');
    await hands.press(people.patient);
    await hands.press(/^\d{4}-\d\d-\d\d .*session 1 of 6$/);
    await hands.waitForHeading('Signed');
    await add('Discussed in supervision.');
    await waitForAlert(hands, 'This record was signed by somebody else; you have not countersigned it.');
  });

  it('is countersigned by the colleague under their own name, and added to then', async () => {
    await countersign();
    await hands.window.byText('R. Ash, PsyD, supervisor').nth(0).waitVisible(20_000);
    await add('Discussed in supervision.');
    await hands.window.byText('Discussed in supervision.').nth(0).waitVisible(20_000);
    await picture(hands, 'signed-countersigned');
    expect(await hands.window.consoleErrors()).toEqual([]);
  });

  it('verifies with both keys, and the audit log has both signatures', async () => {
    await hands.press('Home');
    await hands.press('Vault');
    await hands.choose('What to look at', 'Audit log');
    await hands.window
      .byText(/^Record countersigned, session/)
      .nth(0)
      .waitVisible(20_000);
    await practice.quit();
    const record = buildSignedRecord(replay(await sessionInVault(practice.vault)));
    expect(checkRecord(recordFileText(record))).toMatchObject({ kind: 'whole', remarks: [] });
    const [second, ...more] = record.countersignatures ?? [];
    expect(more).toEqual([]);
    expect(second).toMatchObject({ printedName: 'R. Ash', credential: 'PsyD', meaning: 'supervisor' });
    expect(second?.publicKeyHex).not.toBe(record.signature.publicKeyHex);
    expect(record.addenda.map(({ publicKeyHex }) => publicKeyHex)).toEqual([second?.publicKeyHex]);
  });
});
