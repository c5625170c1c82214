import { Check } from 'lucide-react';
import { protocolOf } from '../../../shared/session/state.ts';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';

/** What else is worth a time stamp beside the protocol's own steps. */
const moreSteps = ['Oxygen given', 'Medicine given', 'Ambulance arrived'];

/** The clinic's steps, to read and do; a press stamps the time, and a step may be stamped again. */
export function EmergencySteps() {
  const session = useSession();
  const { problem, ask } = useAsk();
  if (session === null || session.state.emergency === null) return null;
  const taken = session.state.emergency.steps;
  const button = (step: string) => {
    const last = taken.findLast((entry) => entry.step === step);
    return (
      <button
        type="button"
        className="emergency-step"
        data-taken={last !== undefined}
        onClick={(event) => void ask({ type: 'take-emergency-step', step }, event)}
      >
        <span>{step}</span>
        {last !== undefined && (
          <span className="emergency-step-time">
            <Icon icon={Check} />
            {clockTime(last.at.wallMs, last.at.utcOffsetMinutes)}
          </span>
        )}
      </button>
    );
  };
  return (
    <>
      <ol className="plain-list" aria-label="Steps">
        {protocolOf(session.state).emergencySteps.map((step) => (
          <li key={step}>{button(step)}</li>
        ))}
      </ol>
      <ul className="emergency-more" aria-label="More">
        {moreSteps.map((step) => (
          <li key={step}>{button(step)}</li>
        ))}
      </ul>
      <ProblemNote problem={problem} />
    </>
  );
}
