import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';
import { type Transport, transportOptions } from '../words/options.ts';

/** The hand-over: the escort of the morning, met face to face, able to take the patient home and stay. */
export function EscortForm({ onSaved }: { onSaved: () => void }) {
  const session = useSession();
  const { problem, busy, ask } = useAsk();
  const [name, setName] = useState('');
  const [met, setMet] = useState(false);
  const [matches, setMatches] = useState<'yes' | 'no' | null>(null);
  const [able, setAble] = useState<'yes' | 'no' | null>(null);
  const [transport, setTransport] = useState<Transport | null>(null);
  const [change, setChange] = useState('');
  const morning = session?.state.escort?.body;
  const ready =
    name.trim() !== '' &&
    met &&
    matches !== null &&
    able !== null &&
    transport !== null &&
    (matches === 'yes' || change.trim() !== '');

  const save = () => {
    if (transport === null) return;
    void ask(
      {
        type: 'verify-escort',
        name: name.trim(),
        metFaceToFace: true,
        nameMatches: matches === 'yes',
        ableToAccompany: able === 'yes',
        transport,
        changeReason: matches === 'yes' ? '' : change.trim(),
      },
      undefined,
      onSaved,
    );
  };

  return (
    <section className="form-stack" aria-label="Escort hand-over">
      <p className="quiet-text">
        {morning === undefined
          ? 'No escort was named this morning.'
          : `Named this morning: ${morning.name}, ${morning.relation}, ${morning.phone}`}
      </p>
      <Field label="Name, as the escort says it" value={name} onChange={setName} />
      <Check label="Met face to face" checked={met} onChange={setMet} />
      <YesNo label="The name is the one given this morning" value={matches} onChange={setMatches} />
      {matches === 'no' && <Field label="Why somebody else comes" value={change} onChange={setChange} />}
      <YesNo label="Sober, and able to take the patient home" value={able} onChange={setAble} />
      <Choice label="They go by" options={transportOptions} value={transport} onChange={setTransport} />
      <ProblemNote problem={problem} />
      <Button kind="primary" disabled={!ready || busy} onPress={save}>
        Save hand-over
      </Button>
    </section>
  );
}
