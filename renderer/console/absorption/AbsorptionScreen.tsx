import { protocolOf } from '../../../shared/session/state.ts';
import { clockTime } from '../../design/time.ts';
import { GlanceButton } from '../journey/GlanceButton.tsx';
import { ObservationsControl } from '../observations/ObservationsControl.tsx';
import { PhaseLayout } from '../phase/PhaseLayout.tsx';
import { PressurePanel } from '../pressure/PressurePanel.tsx';
import { SlotLine } from '../recovery/SlotLine.tsx';
import '../recovery/recovery.css';
import { StopControl } from '../stop/StopControl.tsx';
import { useNow, useSession } from '../store.ts';
import { HoldOutcome } from './HoldOutcome.tsx';
import { HoldRing } from './HoldRing.tsx';
import './absorption.css';

/** The hold under the tongue: what is left of it, then the verb and how it ended. */
export function AbsorptionScreen() {
  const session = useSession();
  const now = useNow();
  if (session === null) return null;
  const { state } = session;
  const dose = state.doses.findLast((candidate) => candidate.hold === null);

  return (
    <PhaseLayout
      name="absorption"
      time={
        <>
          <h1 className="phase-word">Absorption</h1>
          {dose !== undefined && (
            <p className="hold-dose">
              {dose.doseMg} mg {dose.form}, placed {clockTime(dose.placedAt.wallMs, dose.placedAt.utcOffsetMinutes)}
            </p>
          )}
          <SlotLine />
          {dose !== undefined && (
            <div className="hold-ring-place">
              <HoldRing state={state} dose={dose} nowElapsedMs={now.elapsedMs} width={360} />
              <HoldOutcome key={dose.doseId} state={state} dose={dose} nowElapsedMs={now.elapsedMs} />
            </div>
          )}
          <ol className="numbered-list quiet-text" aria-label="The hold">
            {protocolOf(state).instructions.hold.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </>
      }
    >
      <PressurePanel />
      <div className="action-row pinned-actions">
        <GlanceButton />
        <ObservationsControl />
        <StopControl />
      </div>
    </PhaseLayout>
  );
}
