import { useOpenSession } from '../store.ts';
import '../home/home.css';

/** Who the session was opened for, in full: on pre-check only. */
export function PatientFacts() {
  const { state } = useOpenSession();
  const patient = state.opened?.body.patient;
  if (patient === undefined) return null;
  return (
    <dl className="facts patient-facts">
      <dt>Patient</dt>
      <dd>{patient.name}</dd>
      <dt>Allergies</dt>
      <dd>{patient.allergies === '' ? 'None given' : patient.allergies}</dd>
      <dt>Emergency contact</dt>
      <dd>{patient.emergencyContact === '' ? 'None given' : patient.emergencyContact}</dd>
    </dl>
  );
}
