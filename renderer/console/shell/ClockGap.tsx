import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { ClockGapForm } from './ClockGapForm.tsx';

/** The way to say how long the machine was off, from any phase. */
export function ClockGap() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>State the gap</Button>
      <Sheet title="Time while the machine was off" open={open} onClose={() => setOpen(false)}>
        <ClockGapForm />
      </Sheet>
    </>
  );
}
