import { useState } from 'react';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, useOpenSession } from '../store.ts';
import { type Meaning, meaningOptions } from '../words/options.ts';
import { signHoldMs } from './sign-hold.ts';

/** Printed name, credential, meaning, and the hold that signs. `openGaps` is how many required gaps are left. */
export function SignForm({ openGaps }: { openGaps: number }) {
  const { sessionId, state } = useOpenSession();
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const therapist = state.opened?.body.therapist;
  const [printedName, setPrintedName] = useState(therapist?.name ?? '');
  const [credential, setCredential] = useState(therapist?.credential ?? '');
  const [meaning, setMeaning] = useState<Meaning | null>(null);

  const sign = () => {
    if (meaning === null) return;
    void call(bridge.sign({ sessionId, printedName: printedName.trim(), credential: credential.trim(), meaning }));
  };

  return (
    <section className="form-stack" aria-label="Sign">
      <Field label="Printed name" value={printedName} onChange={setPrintedName} />
      <Field label="Credential" value={credential} onChange={setCredential} />
      <Choice label="Meaning of the signature" options={meaningOptions} value={meaning} onChange={setMeaning} />
      <p className="quiet-text">Signing locks the record; after it there are only addenda.</p>
      <ProblemNote problem={problem} />
      <HoldButton
        label="Hold to sign"
        holdingLabel="Keep holding"
        holdMs={signHoldMs}
        kind="primary"
        disabled={openGaps > 0 || printedName.trim() === '' || meaning === null || busy}
        onHeld={sign}
      />
    </section>
  );
}
