import { deadlines } from '../../../shared/session/deadlines.ts';
import { firstDoseGate } from '../../../shared/session/gates.ts';
import { Panel } from '../../design/Panel.tsx';
import { minutesLeft } from '../../design/time.ts';
import { ConditionList } from '../gates/ConditionList.tsx';
import { DeclineControl } from '../precheck/DeclineControl.tsx';
import { PressurePanel } from '../pressure/PressurePanel.tsx';
import { RestAndBlock } from '../pressure/RestAndBlock.tsx';
import { useNow, useOpenSession } from '../store.ts';
import { DoseForm } from './DoseForm.tsx';
import { GoAhead } from './GoAhead.tsx';
import '../shell/page.css';
import './dosing.css';

/** Dosing: how long the blood pressure still counts, the patient's go-ahead, the dose beside the order, and the hold. */
export function DosingScreen() {
  const { state } = useOpenSession();
  const now = useNow();
  const gate = firstDoseGate(state, now);
  const open = gate.conditions.filter((condition) => condition.status !== 'met');
  const expires = deadlines(state, now).find((deadline) => deadline.id === 'block-expires');
  const pressureOpen = open.some((condition) => condition.id === 'blood-pressure');
  return (
    <div className="dosing">
      <section className="dosing-hero" aria-label="Time">
        <div className="dosing-head">
          <h1 className="screen-name">Dosing</h1>
          <DeclineControl />
        </div>
        {expires !== undefined && expires.atElapsedMs > now.elapsedMs && (
          <div>
            <p className="dosing-time">
              {minutesLeft(expires.atElapsedMs - now.elapsedMs)} <span className="dosing-unit">min</span>
            </p>
            <p className="soft">the blood pressure still counts</p>
          </div>
        )}
        {pressureOpen && <RestAndBlock />}
        <PressurePanel />
      </section>
      <section className="dosing-work" aria-label="Dose">
        <GoAhead />
        <DoseForm ready={open.length === 0} />
        {open.length > 0 && (
          <Panel title={`Open before the dose: ${open.length}`}>
            <ConditionList gate={{ ...gate, conditions: open }} />
          </Panel>
        )}
      </section>
    </div>
  );
}
