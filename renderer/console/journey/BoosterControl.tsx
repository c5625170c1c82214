import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { BoosterForm } from './BoosterForm.tsx';

/** The way to a further dose within the journey; behind a button, since most sessions have none. */
export function BoosterControl() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Booster</Button>
      <Sheet title="Booster" open={open} onClose={() => setOpen(false)}>
        <BoosterForm onPlaced={() => setOpen(false)} />
      </Sheet>
    </>
  );
}
