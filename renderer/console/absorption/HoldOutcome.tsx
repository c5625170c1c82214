import { useState } from 'react';
import { type Dose, protocolOf, type SessionState } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import type { Press } from '../../design/press.ts';
import { useAsk } from '../asking/useAsk.ts';
import { holdOutcomeOptions, type HoldOutcome as Outcome } from '../words/options.ts';
import { holdTimes } from './hold.ts';

/** How a hold ended: one press. Before its minimum it ends only with a reason. */
export function HoldOutcome({ state, dose, nowElapsedMs }: { state: SessionState; dose: Dose; nowElapsedMs: number }) {
  const { problem, busy, ask } = useAsk();
  const [ending, setEnding] = useState(false);
  const [reason, setReason] = useState('');
  const protocol = protocolOf(state);
  const early = holdTimes(protocol, dose, nowElapsedMs).stage === 'too-early';

  const end = (outcome: Outcome, press: Press) =>
    void ask({ type: 'end-hold', doseId: dose.doseId, outcome, earlyReason: early ? reason.trim() : '' }, press);

  return (
    <section
      // Once it may end, other buttons take the place of the one before; that one does not move.
      key={early && !ending ? 'waits' : 'ends'}
      className="hold-outcome"
      aria-label={dose.booster ? 'End of the booster’s hold' : 'End of the hold'}
    >
      {early && !ending ? (
        <div className="action-row">
          <Button onPress={() => setEnding(true)}>End the hold early</Button>
          <p className="quiet-text">May end from {protocol.durations.absorptionMinimum.value}:00.</p>
        </div>
      ) : (
        <>
          {early && <Field label="Reason for ending early" value={reason} onChange={setReason} />}
          <div className="action-row">
            {holdOutcomeOptions.map((option) => (
              <Button
                key={option.value}
                disabled={busy || (early && reason.trim() === '')}
                onPress={(press) => end(option.value, press)}
              >
                {option.label}
              </Button>
            ))}
            {early && (
              <Button kind="quiet" onPress={() => setEnding(false)}>
                Go on holding
              </Button>
            )}
          </div>
        </>
      )}
      <ProblemNote problem={problem} />
    </section>
  );
}
