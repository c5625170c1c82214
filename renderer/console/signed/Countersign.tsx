import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { signHoldMs } from '../record/sign-hold.ts';
import { useBridge, useOpenSession, usePicture } from '../store.ts';
import { countersignOptions, type SecondMeaning } from '../words/options.ts';

/** Whoever signs second asks for the form first: most records are signed by one. */
export function Countersign() {
  const [isAsked, setIsAsked] = useState(false);
  if (!isAsked) return <Button onPress={() => setIsAsked(true)}>Countersign</Button>;
  return <CountersignForm onSigned={() => setIsAsked(false)} />;
}

/** A second signer's name, credential and meaning, and the hold that countersigns. */
function CountersignForm({ onSigned }: { readonly onSigned: () => void }) {
  const { sessionId } = useOpenSession();
  const { stage } = usePicture();
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const therapist = stage.kind === 'open' ? stage.therapist : null;
  const [printedName, setPrintedName] = useState(therapist?.name ?? '');
  const [credential, setCredential] = useState(therapist?.credential ?? '');
  const [meaning, setMeaning] = useState<SecondMeaning | null>(null);

  const sign = async () => {
    if (meaning === null) return;
    const by = { printedName: printedName.trim(), credential: credential.trim(), meaning };
    const outcome = await call(bridge.countersign({ sessionId, ...by }));
    if (outcome.ok) onSigned();
  };

  return (
    <section className="form-stack" aria-label="Countersign">
      <p className="quiet-text">
        For a second signer who unlocked Vigil with their own passphrase: under the record and every addendum so far.
      </p>
      <Field label="Printed name of the second signer" value={printedName} onChange={setPrintedName} />
      <Field label="Credential of the second signer" value={credential} onChange={setCredential} />
      <Choice
        label="Meaning of the second signature"
        options={countersignOptions}
        value={meaning}
        onChange={setMeaning}
      />
      <ProblemNote problem={problem} />
      <HoldButton
        label="Hold to countersign"
        holdingLabel="Keep holding"
        holdMs={signHoldMs}
        disabled={printedName.trim() === '' || meaning === null || busy}
        onHeld={() => void sign()}
      />
    </section>
  );
}
