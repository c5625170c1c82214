import { useOpenSession } from '../store.ts';
import { phaseWay, phaseWords } from './phase-words.ts';

/** The session's way through its phases, with the present one marked. */
export function PhaseTrack() {
  const { state } = useOpenSession();
  const way = phaseWay(state);
  const present = state.phase === null ? -1 : way.indexOf(state.phase);
  return (
    <ol className="phase-track" aria-label="Phases">
      {way.map((phase, index) => (
        <li
          key={phase}
          aria-current={index === present ? 'step' : undefined}
          data-when={index < present ? 'past' : index === present ? 'now' : 'ahead'}
        >
          {phaseWords[phase]}
        </li>
      ))}
    </ol>
  );
}
