import { useState } from 'react';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf } from '../asking/answers.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

const kinds = [
  { value: 'known-adult', label: 'An adult who knows them' },
  { value: 'rideshare-or-taxi', label: 'A rideshare or taxi' },
] as const;

/** Who takes the patient home, by name; a rideshare or a taxi is refused in words. */
export function EscortForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.escort?.body;
  const [kind, setKind] = useState<'known-adult' | 'rideshare-or-taxi' | null>(
    recorded === undefined ? null : 'known-adult',
  );
  const [name, setName] = useState(recorded?.name ?? '');
  const [relation, setRelation] = useState(recorded?.relation ?? '');
  const [phone, setPhone] = useState(recorded?.phone ?? '');
  const [brought, setBrought] = useState<Answer>(answerOf(recorded?.broughtThePatient));
  const hired = kind === 'rideshare-or-taxi';
  return (
    <>
      <Choice label="Who takes the patient home?" options={kinds} value={kind} onChange={setKind} />
      {hired && (
        <p className="problem" role="alert">
          <strong>A rideshare or taxi driver is no escort.</strong> Name an adult who knows the patient and stays with
          them. Without one there is no session today.
        </p>
      )}
      {kind === 'known-adult' && (
        <>
          <Field label="Escort’s name" value={name} onChange={setName} />
          <Field label="Relation to the patient" value={relation} onChange={setRelation} />
          <Field label="Escort’s phone" value={phone} onChange={setPhone} />
          <YesNo label="Did the escort bring the patient here?" value={brought} onChange={setBrought} />
          <SaveRow
            words="Save the escort"
            disabled={busy || brought === null || [name, relation, phone].some((words) => words.trim() === '')}
            problem={problem}
            onSave={(press) =>
              void ask(
                {
                  type: 'record-escort',
                  kind: 'known-adult',
                  name,
                  relation,
                  phone,
                  broughtThePatient: brought === 'yes',
                },
                press,
              )
            }
          />
        </>
      )}
    </>
  );
}
