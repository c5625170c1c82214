import { type ReactNode, useState } from 'react';
import { departureGate } from '../../../shared/session/gates.ts';
import { HoldOutcome } from '../absorption/HoldOutcome.tsx';
import { GaitForm } from '../checks/GaitForm.tsx';
import { OrientationForm } from '../checks/OrientationForm.tsx';
import { NauseaForm } from '../observations/NauseaForm.tsx';
import { NumberObservationForm } from '../observations/NumberObservationForm.tsx';
import { ObservationsControl } from '../observations/ObservationsControl.tsx';
import { ResponsivenessForm } from '../observations/ResponsivenessForm.tsx';
import { PhaseLayout } from '../phase/PhaseLayout.tsx';
import { PressurePanel } from '../pressure/PressurePanel.tsx';
import { useNow, useSession } from '../store.ts';
import { AftercareForm } from './AftercareForm.tsx';
import { CheckCard } from './CheckCard.tsx';
import { ComfortForm } from './ComfortForm.tsx';
import { DepartNow } from './DepartNow.tsx';
import { DeparturePanel } from './DeparturePanel.tsx';
import { EscortForm } from './EscortForm.tsx';
import { IntegrationForm } from './IntegrationForm.tsx';
import { StayTimes } from './StayTimes.tsx';
import './recovery.css';

/** The checks in the order they are usually made, each with the condition of the gate that it answers. */
const checks: readonly {
  readonly conditionId: string;
  readonly title: string;
  readonly form: (done: () => void) => ReactNode;
}[] = [
  { conditionId: 'responsiveness', title: 'Responsiveness', form: () => <ResponsivenessForm /> },
  {
    conditionId: 'orientation',
    title: 'Orientation',
    form: (done) => <OrientationForm of="recovery" onSaved={done} />,
  },
  { conditionId: 'gait', title: 'Gait', form: (done) => <GaitForm of="recovery" onSaved={done} /> },
  { conditionId: 'nausea', title: 'Nausea', form: () => <NauseaForm /> },
  { conditionId: 'comfort', title: 'Comfort', form: (done) => <ComfortForm onSaved={done} /> },
  {
    conditionId: 'oxygen-saturation',
    title: 'Oxygen',
    form: () => <NumberObservationForm signal="oxygen-saturation" />,
  },
  { conditionId: 'escort', title: 'Escort', form: (done) => <EscortForm onSaved={done} /> },
  { conditionId: 'aftercare', title: 'Aftercare', form: (done) => <AftercareForm onSaved={done} /> },
  { conditionId: 'integration', title: 'Integration', form: (done) => <IntegrationForm onSaved={done} /> },
];

/** Recovery: the stay, the pressure, the checks, and the gate home. All conditions, no score. */
export function RecoveryScreen() {
  const session = useSession();
  const now = useNow();
  const [openId, setOpenId] = useState<string | null>(null);
  if (session === null) return null;
  const { state } = session;
  const gate = departureGate(state, now);
  const close = () => setOpenId(null);
  const holding = state.doses.filter((dose) => dose.hold === null);

  return (
    <PhaseLayout
      name="recovery"
      time={
        <>
          <h1 className="phase-word">Recovery</h1>
          <StayTimes />
          {holding.map((dose) => (
            <HoldOutcome key={dose.doseId} state={state} dose={dose} nowElapsedMs={now.elapsedMs} />
          ))}
          <PressurePanel />
        </>
      }
    >
      {checks.map(({ conditionId, title, form }) => (
        <CheckCard
          key={conditionId}
          title={title}
          condition={gate.conditions.find((condition) => condition.id === conditionId)}
          open={openId === conditionId}
          onToggle={() => setOpenId(openId === conditionId ? null : conditionId)}
        >
          {form(close)}
        </CheckCard>
      ))}
      <div className="action-row">
        <ObservationsControl />
      </div>
      <DeparturePanel gate={gate} />
      <DepartNow gate={gate} />
    </PhaseLayout>
  );
}
