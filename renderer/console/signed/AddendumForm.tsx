import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, useOpenSession, usePicture } from '../store.ts';

/** An addendum to a signed record, signed itself; the record stays as it was. */
export function AddendumForm() {
  const { sessionId } = useOpenSession();
  const { stage } = usePicture();
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const therapist = stage.kind === 'open' ? stage.therapist : null;
  const [text, setText] = useState('');
  const [printedName, setPrintedName] = useState(therapist?.name ?? '');
  const [credential, setCredential] = useState(therapist?.credential ?? '');

  const add = async () => {
    const outcome = await call(
      bridge.addAddendum({
        sessionId,
        text: text.trim(),
        printedName: printedName.trim(),
        credential: credential.trim(),
      }),
    );
    if (outcome.ok) setText('');
  };

  return (
    <section className="form-stack" aria-label="Addendum">
      <TextArea label="Addendum" value={text} onChange={setText} rows={3} />
      <Field label="Printed name" value={printedName} onChange={setPrintedName} />
      <Field label="Credential" value={credential} onChange={setCredential} />
      <ProblemNote problem={problem} />
      <Button disabled={text.trim() === '' || printedName.trim() === '' || busy} onPress={() => void add()}>
        Sign the addendum
      </Button>
    </section>
  );
}
