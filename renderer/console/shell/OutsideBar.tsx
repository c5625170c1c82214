import { type ReactNode, useState } from 'react';
import { Sheet } from '../../design/Sheet.tsx';
import { LightControl } from '../light/LightControl.tsx';
import { usePicture } from '../store.ts';
import { ClinicCardFacts } from './ClinicCardFacts.tsx';
import { EmergencyButton } from './EmergencyButton.tsx';
import { ModeButton } from './ModeButton.tsx';
import { RehearsalWord } from './RehearsalWord.tsx';
import './page.css';

/** The bar outside of a session: Emergency in its corner with the clinic's card, the mode, and what a screen adds. */
export function OutsideBar({ children }: { readonly children?: ReactNode }) {
  const [open, setOpen] = useState(false);
  const { card } = usePicture();
  return (
    <>
      <Sheet title="Emergency card" open={open} onClose={() => setOpen(false)}>
        <ClinicCardFacts card={card} />
      </Sheet>
      <footer className="outside-bar">
        <EmergencyButton onPress={() => setOpen(true)} />
        <RehearsalWord />
        {children}
        <span className="outside-bar-end">
          <LightControl />
          <ModeButton />
        </span>
      </footer>
    </>
  );
}
