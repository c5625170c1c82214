import type { CandidatePicture } from '../../../shared/bridge/picture.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';
import { clockDifferenceWords, measuredDayAndTime } from './monitor-clock-words.ts';
import { spokenReading } from './reading-words.ts';

/** Several readings that may be this measurement: the therapist compares with the display and says which, or none. */
export function CandidateChoice() {
  const bridge = useBridge();
  const { monitors } = usePicture();
  const differenceMs = monitors.candidatesClockDifferenceMs;
  const { problem, busy, call } = useCall();
  return (
    <div className="stack">
      <p className="pressure-step" role="status">
        Vigil cannot tell which of these was measured now. Which one does the display show?
      </p>
      {differenceMs !== null && (
        <p className="soft">{`The monitor’s clock is ${clockDifferenceWords(differenceMs)}; times corrected.`}</p>
      )}
      <ul className="candidates" aria-label="Readings in doubt">
        {monitors.candidates.map((candidate) => (
          <li key={candidate.readingId}>
            <span className="reading-numbers">{numbers(candidate)}</span>
            <span className="soft">{measuredDayAndTime(candidate.monitorTime, differenceMs)}</span>
            <Button
              label={`This one: ${spokenReading(candidate)}`}
              disabled={busy}
              onPress={() => void call(bridge.takeCandidate({ readingId: candidate.readingId }))}
            >
              This one
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote problem={problem ?? monitors.problem} />
      <div className="row">
        <Button disabled={busy} onPress={() => void call(bridge.declineCandidates({}))}>
          None of them
        </Button>
      </div>
    </div>
  );
}

function numbers({ systolicMmHg, diastolicMmHg, pulsePerMin }: CandidatePicture): string {
  return `${systolicMmHg}/${diastolicMmHg}${pulsePerMin === null ? '' : `, pulse ${pulsePerMin}`}`;
}
