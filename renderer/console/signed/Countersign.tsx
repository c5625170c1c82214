import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { SignatureForm } from '../record/SignatureForm.tsx';
import { useBridge, useOpenSession, usePicture } from '../store.ts';
import { countersignOptions } from '../words/options.ts';

const words = {
  form: 'Countersign',
  printedName: 'Printed name of the second signer',
  credential: 'Credential of the second signer',
  meaning: 'Meaning of the second signature',
  hint: 'For a second signer who unlocked Vigil with their own passphrase: under the record and every addendum so far.',
  hold: 'Hold to countersign',
};

/** A second signer's signature. Whoever signs second asks for the form first: most records are signed by one. */
export function Countersign() {
  const { sessionId } = useOpenSession();
  const { stage } = usePicture();
  const bridge = useBridge();
  const [isAsked, setIsAsked] = useState(false);
  if (!isAsked) return <Button onPress={() => setIsAsked(true)}>Countersign</Button>;
  return (
    <SignatureForm
      words={words}
      by={stage.kind === 'open' ? stage.therapist : null}
      meanings={countersignOptions}
      isPrimary={false}
      isOpen
      sign={async (signed) => {
        const outcome = await bridge.countersign({ sessionId, ...signed });
        if (outcome.ok) setIsAsked(false);
        return outcome;
      }}
    />
  );
}
