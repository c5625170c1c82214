import { useState } from 'react';
import type { BodyOf } from '../../../shared/session/event.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { useAsk } from '../asking/useAsk.ts';

type DecidedBy = BodyOf<'declined'>['decidedBy'];

const deciders = [
  { value: 'patient', label: 'The patient' },
  { value: 'therapist', label: 'The therapist' },
  { value: 'prescriber', label: 'The prescriber' },
  { value: 'protocol', label: 'The protocol’s limits' },
] as const;

/** Not today: the session ends without a dose, by a press and a hold, with who decided and why. */
export function DeclineControl() {
  const [open, setOpen] = useState(false);
  const [decidedBy, setDecidedBy] = useState<DecidedBy | null>(null);
  const [reason, setReason] = useState('');
  const { problem, busy, ask } = useAsk();
  return (
    <>
      <Button onPress={() => setOpen(true)}>Not today</Button>
      <Sheet title="Not today" open={open} onClose={() => setOpen(false)}>
        <p>The session ends without a dose and is written up and signed like any other.</p>
        <Choice label="Who decides?" options={deciders} value={decidedBy} onChange={setDecidedBy} />
        <TextArea label="Why not today?" value={reason} onChange={setReason} />
        <ProblemNote problem={problem} />
        <HoldButton
          label="Hold: end without a dose"
          holdingLabel="Keep holding"
          holdMs={1000}
          kind="warning"
          disabled={busy || decidedBy === null || reason.trim() === ''}
          onHeld={(press) => {
            if (decidedBy !== null) void ask({ type: 'decline', decidedBy, reason }, press);
          }}
        />
      </Sheet>
    </>
  );
}
