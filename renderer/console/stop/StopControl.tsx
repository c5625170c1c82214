import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { type StoppedBy, stoppedByOptions } from '../words/options.ts';
import { AgainstAdviceForm } from './AgainstAdviceForm.tsx';

/** Ending early is held, not tapped. Milliseconds. */
const stopHoldMs = 1000;

/** Ends the session early; after a dose that always leads to recovery. Leaving against advice stands beside it. */
export function StopControl() {
  const [open, setOpen] = useState(false);
  const { problem, busy, ask } = useAsk();
  const [decidedBy, setDecidedBy] = useState<StoppedBy | null>(null);
  const [reason, setReason] = useState('');
  const [leaving, setLeaving] = useState(false);
  const close = () => setOpen(false);

  return (
    <>
      <Button kind="warning" onPress={() => setOpen(true)}>
        Stop
      </Button>
      <Sheet title={leaving ? 'Leaving against advice' : 'Stop the session'} open={open} onClose={close}>
        {leaving ? (
          <>
            <AgainstAdviceForm />
            <Button kind="quiet" onPress={() => setLeaving(false)}>
              Back
            </Button>
          </>
        ) : (
          <div className="form-stack">
            <p className="quiet-text">The session goes on in recovery: every check before leaving stays.</p>
            <Choice label="Decided by" options={stoppedByOptions} value={decidedBy} onChange={setDecidedBy} />
            <TextArea label="Reason" value={reason} onChange={setReason} rows={2} />
            <ProblemNote problem={problem} />
            <HoldButton
              label="Hold: stop the session"
              holdingLabel="Keep holding"
              holdMs={stopHoldMs}
              kind="warning"
              disabled={decidedBy === null || reason.trim() === '' || busy}
              onHeld={(press) => {
                if (decidedBy !== null) void ask({ type: 'stop', decidedBy, reason: reason.trim() }, press, close);
              }}
            />
            <Button kind="quiet" onPress={() => setLeaving(true)}>
              The patient leaves against advice
            </Button>
          </div>
        )}
      </Sheet>
    </>
  );
}
