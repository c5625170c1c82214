import { useState } from 'react';
import { protocolOf } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';

const wholeTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** The integration session that follows, with its date, time and companion. */
export function IntegrationForm({ onSaved }: { onSaved: () => void }) {
  const session = useSession();
  const { problem, busy, ask } = useAsk();
  const [at, setAt] = useState('');
  const [withWhom, setWithWhom] = useState('');
  if (session === null) return null;
  const { integrationWithin } = protocolOf(session.state).durations;
  return (
    <section className="form-stack" aria-label="Integration">
      <Field
        label="Integration session"
        kind="datetime-local"
        value={at}
        onChange={setAt}
        hint={`Within ${integrationWithin.value} h`}
      />
      <Field label="With whom" value={withWhom} onChange={setWithWhom} />
      <ProblemNote problem={problem} />
      <Button
        kind="primary"
        disabled={!wholeTime.test(at) || withWhom.trim() === '' || busy}
        onPress={(press) => void ask({ type: 'book-integration', at, withWhom: withWhom.trim() }, press, onSaved)}
      >
        Save booking
      </Button>
    </section>
  );
}
