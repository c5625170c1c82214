import { SunDim } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { LightPanel } from './LightPanel.tsx';

/** Opens light and touch beside whatever is on the screen. */
export function LightControl() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" label="Light and touch" icon={<Icon icon={SunDim} />} onPress={() => setOpen(!open)} />
      <Sheet title="Light and touch" open={open} onClose={() => setOpen(false)}>
        <LightPanel />
      </Sheet>
    </>
  );
}
