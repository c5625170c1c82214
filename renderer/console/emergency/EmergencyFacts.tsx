import { latestObservation } from '../../../shared/session/observations.ts';
import { latestReading } from '../../../shared/session/pressure.ts';
import type { SessionState } from '../../../shared/session/state.ts';
import { ago, clockTime, wholeMinutes } from '../../design/time.ts';
import { useNow, useOpenSession } from '../store.ts';

/** What the ambulance asks for: who, allergies, the doses with their times, the last vital signs, whom to tell. */
export function EmergencyFacts() {
  const { state } = useOpenSession();
  const now = useNow();
  const patient = state.opened?.body.patient;
  return (
    <dl className="emergency-facts" aria-label="Patient">
      {patient !== undefined && (
        <>
          <dt>Patient</dt>
          <dd>
            {patient.name}, born {patient.dateOfBirth}
          </dd>
          <dt>Allergies</dt>
          <dd className="emergency-allergies">{patient.allergies === '' ? 'None recorded' : patient.allergies}</dd>
        </>
      )}
      <dt>Medicine</dt>
      <dd>
        {state.doses.length === 0 && 'No dose given'}
        {state.doses.map((dose) => (
          <span key={dose.doseId} className="emergency-line">
            {dose.doseMg} mg {dose.medicine}, placed {clockTime(dose.placedAt.wallMs, dose.placedAt.utcOffsetMinutes)},{' '}
            {wholeMinutes(now.elapsedMs - dose.placedAt.elapsedMs)} min ago
          </span>
        ))}
      </dd>
      <dt>Vital signs</dt>
      <dd>{vitalSigns(state, now.elapsedMs)}</dd>
      {patient !== undefined && patient.emergencyContact !== '' && (
        <>
          <dt>Contact</dt>
          <dd>{patient.emergencyContact}</dd>
        </>
      )}
    </dl>
  );
}

function vitalSigns(state: SessionState, nowElapsedMs: number): string {
  const reading = latestReading(state);
  const oxygen = latestObservation(state, 'oxygen-saturation');
  const responsiveness = latestObservation(state, 'responsiveness');
  const age = (at: { readonly elapsedMs: number }) => ago(nowElapsedMs - at.elapsedMs);
  const said: string[] = [];
  if (reading !== null) {
    const { systolicMmHg, diastolicMmHg, pulsePerMin } = reading.reading;
    const pulse = pulsePerMin === null ? '' : `, pulse ${pulsePerMin}`;
    said.push(`${systolicMmHg}/${diastolicMmHg}${pulse}, ${age(reading.at)}`);
  }
  if (oxygen !== null) said.push(`oxygen ${oxygen.body.value} %, ${age(oxygen.at)}`);
  if (responsiveness !== null) said.push(`MOAA/S ${responsiveness.body.value}, ${age(responsiveness.at)}`);
  return said.length === 0 ? 'None recorded' : said.join('; ');
}
