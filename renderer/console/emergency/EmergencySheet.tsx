import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ClinicCardFacts } from '../shell/ClinicCardFacts.tsx';
import { usePicture, useSession } from '../store.ts';
import { EmergencyClock } from './EmergencyClock.tsx';
import { EmergencyFacts } from './EmergencyFacts.tsx';
import { EmergencySteps } from './EmergencySteps.tsx';
import { StandDown } from './StandDown.tsx';
import './emergency.css';

/**
 * The emergency: how long it lasts, what to do next, whom to call and where we are, who the patient is. It never
 * covers the bar or the notes. Closing only hides it; standing down ends it. Without a session only the card is shown.
 */
export function EmergencySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const session = useSession();
  const { card } = usePicture();
  const top = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState('');
  useEffect(() => {
    if (!open) return;
    const opener = document.activeElement;
    // The least harmful control first: hiding the sheet.
    top.current?.querySelector<HTMLButtonElement>('.emergency-top > .button')?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [open]);
  if (!open) return null;
  const running = session !== null && session.state.emergency !== null;

  return (
    <section className="emergency-sheet" role="dialog" aria-modal="false" aria-label="Emergency" ref={top}>
      <div className="emergency-top">
        <h2 className="emergency-word">Emergency</h2>
        {session !== null && <EmergencyClock />}
        {running && <StandDown outcome={outcome} onDone={onClose} />}
        <Button kind="quiet" label="Hide the emergency" icon={<Icon icon={X} />} onPress={onClose} />
      </div>
      <div className="emergency-columns">
        <div className="form-stack">
          {running ? (
            <EmergencySteps />
          ) : (
            <p className="quiet-text">Call the number; give the address and the door code.</p>
          )}
        </div>
        <div className="form-stack">
          <ClinicCardFacts card={card} />
          {session !== null && <EmergencyFacts />}
          {running && <Field label="How it ended" value={outcome} onChange={setOutcome} />}
        </div>
      </div>
    </section>
  );
}
