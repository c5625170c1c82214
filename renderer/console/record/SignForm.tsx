import { useBridge, useOpenSession } from '../store.ts';
import { meaningOptions } from '../words/options.ts';
import { SignatureForm } from './SignatureForm.tsx';

const words = {
  form: 'Sign',
  printedName: 'Printed name',
  credential: 'Credential',
  meaning: 'Meaning of the signature',
  hint: 'Signing locks the record; after it there are only addenda.',
  hold: 'Hold to sign',
};

/** The author's signature, which locks the record. `openGaps` is how many required gaps are left. */
export function SignForm({ openGaps }: { openGaps: number }) {
  const { sessionId, state } = useOpenSession();
  const bridge = useBridge();
  return (
    <SignatureForm
      words={words}
      by={state.opened?.body.therapist ?? null}
      meanings={meaningOptions}
      isPrimary
      isOpen={openGaps === 0}
      sign={(signed) => bridge.sign({ sessionId, ...signed })}
    />
  );
}
