import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { ClinicCardFacts } from '../shell/ClinicCardFacts.tsx';
import { OutsideBar } from '../shell/OutsideBar.tsx';
import { useBridge, usePicture } from '../store.ts';
import '../shell/page.css';

/** The locked console: the passphrase, and beside it whom to call. */
export function UnlockScreen({ sessionRunning }: { readonly sessionRunning: boolean }) {
  const bridge = useBridge();
  const { card } = usePicture();
  const { problem, busy, call } = useCall();
  const [passphrase, setPassphrase] = useState('');
  const unlock = () => {
    if (busy || passphrase === '') return;
    void call(bridge.unlock({ passphrase })).then((outcome) => {
      if (!outcome.ok) setPassphrase('');
    });
  };
  return (
    <div className="page-frame">
      <main className="page">
        <h1 className="page-title">Unlock</h1>
        {sessionRunning && <p role="status">A session is running. It goes on; unlock to see it.</p>}
        <div className="columns">
          <div className="stack">
            <Field
              label="Passphrase"
              kind="password"
              value={passphrase}
              onChange={setPassphrase}
              onEnter={unlock}
              autoFocus
            />
            <ProblemNote problem={problem} />
            <div className="row">
              <Button kind="primary" disabled={busy || passphrase === ''} onPress={unlock}>
                Unlock
              </Button>
              {busy && <p role="status">Opening the vault</p>}
            </div>
          </div>
          <ClinicCardFacts card={card} />
        </div>
      </main>
      <OutsideBar />
    </div>
  );
}
