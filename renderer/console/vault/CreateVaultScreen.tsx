import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { OutsideBar } from '../shell/OutsideBar.tsx';
import { useBridge } from '../store.ts';
import { PassphraseStrength, usePassphraseJudgement } from './PassphraseStrength.tsx';
import '../shell/page.css';

/** The first start: a passphrase, who works here, and the emergency card that stays readable while locked. */
export function CreateVaultScreen() {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [name, setName] = useState('');
  const [credential, setCredential] = useState('');
  const [clinicName, setClinicName] = useState('');
  const [emergencyNumber, setEmergencyNumber] = useState('');
  const [address, setAddress] = useState('');
  const [doorCode, setDoorCode] = useState('');
  const judgement = usePassphraseJudgement(passphrase);
  const missing = whatIsMissing({
    acceptable: judgement?.acceptable ?? false,
    passphrase,
    again,
    name,
    emergencyNumber,
  });
  const create = () => {
    if (busy || missing !== null) return;
    void call(
      bridge.createVault({
        passphrase,
        therapist: { name, credential },
        card: { clinicName, emergencyNumber, address, doorCode },
      }),
    );
  };
  return (
    <div className="page-frame">
      <main className="page">
        <h1 className="page-title">Create the vault</h1>
        <p className="soft">
          Everything about patients is kept encrypted on this machine. Without the passphrase nobody can read it, and
          nobody can bring it back.
        </p>
        <div className="columns">
          <Panel title="Passphrase">
            <Field label="Passphrase" kind="password" value={passphrase} onChange={setPassphrase} autoFocus />
            <PassphraseStrength judgement={judgement} />
            <Field label="Passphrase again" kind="password" value={again} onChange={setAgain} />
          </Panel>
          <Panel title="Therapist">
            <Field label="Your name" value={name} onChange={setName} hint="As it stands in the record." />
            <Field label="Credential" value={credential} onChange={setCredential} />
          </Panel>
          <Panel title="Emergency card">
            <p className="soft">Readable without the passphrase, so that help can be called while Vigil is locked.</p>
            <div className="pair">
              <Field label="Emergency number" value={emergencyNumber} onChange={setEmergencyNumber} />
              <Field label="Door code" value={doorCode} onChange={setDoorCode} />
            </div>
            <Field label="Clinic name" value={clinicName} onChange={setClinicName} />
            <Field label="Address" value={address} onChange={setAddress} />
          </Panel>
        </div>
        <ProblemNote problem={problem} />
        <div className="row">
          <Button kind="primary" disabled={busy || missing !== null} onPress={create}>
            Create the vault
          </Button>
          {missing !== null && <p className="soft">{missing}</p>}
        </div>
      </main>
      <OutsideBar />
    </div>
  );
}

function whatIsMissing(form: {
  readonly acceptable: boolean;
  readonly passphrase: string;
  readonly again: string;
  readonly name: string;
  readonly emergencyNumber: string;
}): string | null {
  if (form.passphrase === '') return 'Choose a passphrase.';
  if (!form.acceptable) return 'The passphrase is too easy to guess.';
  if (form.again !== form.passphrase) return 'Type the same passphrase again.';
  if (form.name.trim() === '') return 'Enter your name.';
  if (form.emergencyNumber.trim() === '') return 'Enter the emergency number.';
  return null;
}
