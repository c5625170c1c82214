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
export function UnlockScreen({
  sessionRunning,
  hasKeystore,
}: {
  readonly sessionRunning: boolean;
  readonly hasKeystore: boolean;
}) {
  const bridge = useBridge();
  const { card, saving } = usePicture();
  const { problem, busy, call } = useCall();
  const [passphrase, setPassphrase] = useState('');
  const [withKey, setWithKey] = useState(false);
  const unlock = () => {
    if (busy || passphrase === '') return;
    const unlocked = withKey
      ? bridge.unlockWithRecoveryKey({ recoveryKey: passphrase })
      : bridge.unlock({ passphrase });
    void call(unlocked).then((outcome) => {
      if (!outcome.ok) setPassphrase('');
    });
  };
  return (
    <div className="page-frame">
      <main className="page">
        <h1 className="page-title">Unlock</h1>
        {sessionRunning && <p role="status">A session is running. It goes on; unlock to see it.</p>}
        {sessionRunning && <ProblemNote problem={saving.problem} />}
        <div className="columns">
          <div className="stack">
            <Field
              label={withKey ? 'Recovery key' : 'Passphrase'}
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
              <Button
                kind="quiet"
                onPress={() => {
                  setWithKey(!withKey);
                  setPassphrase('');
                }}
              >
                {withKey ? 'Passphrase' : 'Recovery key'}
              </Button>
              {hasKeystore && (
                <Button kind="quiet" disabled={busy} onPress={() => void call(bridge.unlockWithKeystore({}))}>
                  This machine’s keystore
                </Button>
              )}
              {busy && <p role="status">Opening the vault</p>}
            </div>
            {withKey && (
              <p className="soft">The seven groups of the printed sheet. Then set a new passphrase at once.</p>
            )}
          </div>
          <ClinicCardFacts card={card} />
        </div>
      </main>
      <OutsideBar />
    </div>
  );
}
