import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';

/** It cannot be undone: held longer than anything else. Milliseconds. */
const holdMs = 2000;

/** Destroys a signed session for good, with the reason; says what still holds it. */
export function ShredForm({ sessionId, onDone }: { readonly sessionId: string; readonly onDone: () => void }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [reason, setReason] = useState('');
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const shred = async () => {
    const outcome = await call(bridge.shredSession({ sessionId, reason: reason.trim() }));
    if (outcome.ok) setHeld(outcome.value.stillHeldBy);
  };
  if (held !== null) {
    return (
      <div className="stack" role="status">
        <p>Shredded. Nothing of it can be read here any more.</p>
        {held.length > 0 && <p>These backups and copies still hold it, until they are removed:</p>}
        {held.map((place) => (
          <p key={place} className="soft">
            {place}
          </p>
        ))}
        <div className="row">
          <Button onPress={onDone}>Done</Button>
        </div>
      </div>
    );
  }
  return (
    <div className="stack">
      <p>
        Its notes, readings, words and signature are destroyed for good. That there was a session, and when, stays.
        Export the record first where the law asks you to keep it.
      </p>
      <Field label="Why it is shredded" value={reason} onChange={setReason} />
      <ProblemNote problem={problem} />
      <div className="row">
        <HoldButton
          label="Hold: shred the session"
          holdingLabel="Keep holding"
          holdMs={holdMs}
          kind="warning"
          disabled={busy || reason.trim() === ''}
          onHeld={() => void shred()}
        />
        <Button onPress={onDone}>Keep it</Button>
      </div>
    </div>
  );
}
