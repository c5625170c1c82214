import { useState } from 'react';
import type { BodyOf } from '../../../shared/session/event.ts';
import { Check } from '../../design/Check.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

type Identifier = BodyOf<'identity-confirmed'>['identifiers'][number];

/** Two things the patient says or shows, each compared with what is kept. */
export function IdentityForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const [confirmed, setConfirmed] = useState<readonly Identifier[]>(state.identity?.body.identifiers ?? []);
  const patient = state.opened?.body.patient;
  if (patient === undefined) return null;
  const lines: readonly { readonly id: Identifier; readonly label: string }[] = [
    { id: 'name', label: `Name: ${patient.name}` },
    { id: 'date-of-birth', label: `Date of birth: ${patient.dateOfBirth}` },
    ...(patient.phone === '' ? [] : [{ id: 'phone', label: `Phone: ${patient.phone}` } as const]),
    { id: 'photo-document', label: 'Document with a photo' },
  ];
  return (
    <>
      <p className="soft">The patient says it; you compare.</p>
      {lines.map(({ id, label }) => (
        <Check
          key={id}
          label={label}
          checked={confirmed.includes(id)}
          onChange={(checked) =>
            setConfirmed((before) => (checked ? [...before, id] : before.filter((other) => other !== id)))
          }
        />
      ))}
      <SaveRow
        words="Confirm identity"
        disabled={busy || confirmed.length < 2}
        problem={problem}
        onSave={(press) => void ask({ type: 'confirm-identity', identifiers: [...confirmed] }, press)}
      />
    </>
  );
}
