import { useState } from 'react';
import { deadlines } from '../../../shared/session/deadlines.ts';
import { currentBlock, highBlocks, judgeBlocks } from '../../../shared/session/pressure.ts';
import { beforeDoseCondition } from '../../../shared/session/pressure-condition.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Ring } from '../../design/Ring.tsx';
import { minutesLeft, secondsLeft } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useOpenSession } from '../store.ts';
import { pressureStep, stepSentence } from './next-step.ts';
import { OverrideForm } from './OverrideForm.tsx';
import './pressure.css';

/** The seated rest and the block of readings before the dose: what to do next, and the verdict in words. */
export function RestAndBlock() {
  const { state } = useOpenSession();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  const protocol = protocolOf(state);
  const condition = beforeDoseCondition(state, now);
  const step = pressureStep(state, now);
  const judged = judgeBlocks(state).at(-1);
  const block = currentBlock(state);
  const unread = block !== null && judged?.verdict === 'empty';
  const moreBlocks = highBlocks(state) < protocol.bloodPressure.maximumBlocks.value;
  const unfinished = block !== null && judged?.verdict === 'one-more';
  return (
    <div className="rest-and-block">
      {step.kind === 'resting' && (
        <Ring fraction={step.leftMs / step.ofMs} label="Seated rest" width={200}>
          <span className="rest-digits">{secondsLeft(step.leftMs)}</span>
          <span className="soft">seated rest</span>
        </Ring>
      )}
      <div className="stack">
        <p className="block-verdict" role="status">
          {stepSentence(step)}
        </p>
        <BlockTimes />
        {(step.kind === 'resting' || step.kind === 'not-begun') && (
          <ul className="instructions">
            {protocol.instructions.bloodPressure.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <ProblemNote problem={problem} />
        {!unread && !unfinished && moreBlocks && (
          <div className="row">
            <Button
              kind={condition.status === 'met' ? 'plain' : 'primary'}
              disabled={busy}
              onPress={(press) => void ask({ type: 'start-rest' }, press)}
            >
              {judged === undefined ? 'Start the seated rest' : 'Start another rest'}
            </Button>
          </div>
        )}
        {unread && <InterruptRest />}
        {condition.status === 'unmet' && condition.overridable && (
          <OverrideForm conditionId={condition.id} label={condition.label} />
        )}
      </div>
    </div>
  );
}

/** What of the block runs: the pause to the next reading, the repeat of a severe one, how long a passed block is valid. */
function BlockTimes() {
  const { state } = useOpenSession();
  const now = useNow();
  const lines = deadlines(state, now).flatMap((deadline) => {
    const leftMs = deadline.atElapsedMs - now.elapsedMs;
    if (leftMs <= 0) return [];
    switch (deadline.id) {
      case 'next-reading':
        return [`Next reading in ${secondsLeft(leftMs)}`];
      case 'severe-repeat':
        return [`Repeat in ${secondsLeft(leftMs)}`];
      case 'block-expires':
        return [`Valid for ${minutesLeft(leftMs)} min`];
      default:
        return [];
    }
  });
  return lines.map((line) => (
    <p key={line} className="block-time">
      {line}
    </p>
  ));
}

function InterruptRest() {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { problem, busy, ask } = useAsk();
  if (!open) {
    return (
      <div className="row">
        <Button kind="quiet" onPress={() => setOpen(true)}>
          The rest was disturbed
        </Button>
      </div>
    );
  }
  return (
    <div className="stack">
      <Field label="What disturbed the rest?" value={reason} onChange={setReason} />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button
          disabled={busy || reason.trim() === ''}
          onPress={(press) => void ask({ type: 'interrupt-rest', reason }, press)}
        >
          End this rest
        </Button>
        <Button kind="quiet" onPress={() => setOpen(false)}>
          Go on resting
        </Button>
      </div>
    </div>
  );
}
