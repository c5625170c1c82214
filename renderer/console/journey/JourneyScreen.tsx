import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { HoldOutcome } from '../absorption/HoldOutcome.tsx';
import { HoldRing } from '../absorption/HoldRing.tsx';
import '../absorption/absorption.css';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { minutesLeft, wholeMinutes } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { CommandButton } from '../keys/CommandButton.tsx';
import { ObservationsControl } from '../observations/ObservationsControl.tsx';
import { PhaseLayout } from '../phase/PhaseLayout.tsx';
import { PressurePanel } from '../pressure/PressurePanel.tsx';
import { SlotLine } from '../recovery/SlotLine.tsx';
import '../recovery/recovery.css';
import { StopControl } from '../stop/StopControl.tsx';
import { useCommand, useNow, useSession } from '../store.ts';
import { BoosterControl } from './BoosterControl.tsx';
import { GlanceButton } from './GlanceButton.tsx';
import { type JourneyTimes, journeyTimes } from './journey-times.ts';
import './journey.css';

/** The journey: whole minutes, what is left, the look, and the way back. Nothing ends by itself. */
export function JourneyScreen() {
  const session = useSession();
  const now = useNow();
  const command = useCommand();
  const { problem, busy, ask } = useAsk();
  const [markProblem, setMarkProblem] = useState<Problem | null>(null);
  const times = session === null ? null : journeyTimes(session.state, now.elapsedMs);
  if (session === null || times === null) return null;
  const { state } = session;
  const holding = state.doses.filter((dose) => dose.hold === null);

  return (
    <PhaseLayout
      name={holding.length === 0 ? 'journey' : 'journey has-hold'}
      time={
        <>
          <h1 className="phase-word">Journey</h1>
          <button
            type="button"
            className="hero-mark"
            onClick={(event) =>
              void command({ type: 'record-note', stream: 'record', tagId: null, text: '' }, event).then(setMarkProblem)
            }
          >
            <span className="unseen">Mark this moment, </span>
            <span className="hero-time">
              {wholeMinutes(times.inJourneyMs)}
              <span className="hero-unit"> min</span>
            </span>
          </button>
          <JourneyLines times={times} />
          <SlotLine />
          {holding.map((dose) => (
            <div key={dose.doseId} className="hold-compact">
              <HoldRing state={state} dose={dose} nowElapsedMs={now.elapsedMs} width={112} />
              <HoldOutcome state={state} dose={dose} nowElapsedMs={now.elapsedMs} />
            </div>
          ))}
          <div className="action-row">
            <GlanceButton />
            <span className={times.toMinimumMs === 0 ? 'due-action is-due' : 'due-action'}>
              <CommandButton
                command="next-phase"
                disabled={busy}
                onPress={(press) => void ask({ type: 'begin-return' }, press)}
              >
                Coming back
              </CommandButton>
            </span>
          </div>
          <ProblemNote problem={problem ?? markProblem} />
        </>
      }
    >
      <PressurePanel />
      <div className="action-row pinned-actions">
        <ObservationsControl />
        <BoosterControl />
        <StopControl />
      </div>
    </PhaseLayout>
  );
}

function JourneyLines({ times }: { times: JourneyTimes }) {
  return (
    <ul className="time-lines">
      <li>
        {times.overMs > 0 ? (
          <StatusMark
            status="caution"
            words={`${wholeMinutes(times.overMs)} min over the planned ${times.plannedMinutes}`}
          />
        ) : (
          `about ${minutesLeft(times.toMaximumMs)} min left of ${times.plannedMinutes}`
        )}
      </li>
      <li>
        {times.toMinimumMs > 0 ? `may come back in ${minutesLeft(times.toMinimumMs)} min` : 'may come back when ready'}
        {times.sinceDoseMs !== null && ` · ${wholeMinutes(times.sinceDoseMs)} min since the dose`}
      </li>
    </ul>
  );
}
