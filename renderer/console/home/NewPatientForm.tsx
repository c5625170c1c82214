import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';

/** A new patient and their course. */
export function NewPatientForm({ onCreated }: { readonly onCreated: (patientId: string) => void }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [name, setName] = useState('');
  const [dateOfBirth, setDateOfBirth] = useState('');
  const [phone, setPhone] = useState('');
  const [allergies, setAllergies] = useState('');
  const [emergencyContact, setEmergencyContact] = useState('');
  const complete = name.trim() !== '' && dateOfBirth.length === 10;
  const create = async () => {
    const outcome = await call(bridge.createPatient({ name, dateOfBirth, phone, allergies, emergencyContact }));
    if (outcome.ok) onCreated(outcome.value.patientId);
  };
  return (
    <Panel title="New patient">
      <Field label="Name or code" value={name} onChange={setName} autoFocus />
      <Field label="Date of birth" kind="date" value={dateOfBirth} onChange={setDateOfBirth} hint="Year, month, day." />
      <Field label="Phone" value={phone} onChange={setPhone} />
      <TextArea label="Allergies" value={allergies} onChange={setAllergies} rows={2} />
      <Field label="Emergency contact" value={emergencyContact} onChange={setEmergencyContact} />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button kind="primary" disabled={busy || !complete} onPress={() => void create()}>
          Save the patient
        </Button>
      </div>
    </Panel>
  );
}
