import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { AdverseEvents } from './AdverseEvents.tsx';
import { NauseaForm } from './NauseaForm.tsx';
import { NumberObservationForm } from './NumberObservationForm.tsx';
import { ResponsivenessForm } from './ResponsivenessForm.tsx';
import { SafetyForm } from './SafetyForm.tsx';
import { SideAndBathroom } from './SideAndBathroom.tsx';
import './observations.css';

const parts = [
  { value: 'vital-signs', label: 'Vital signs' },
  { value: 'adverse-events', label: 'Adverse events' },
  { value: 'safety', label: 'Safety' },
] as const;
type Part = (typeof parts)[number]['value'];

/** What is observed beside blood pressure: oxygen, breathing, responsiveness, nausea, adverse events, statements. */
export function ObservationsControl() {
  const [open, setOpen] = useState(false);
  const [part, setPart] = useState<Part>('vital-signs');
  return (
    <>
      <Button onPress={() => setOpen(true)}>Observe</Button>
      <Sheet title="Observations" open={open} onClose={() => setOpen(false)}>
        <div className="form-stack">
          <Choice label="Show" options={parts} value={part} onChange={setPart} />
          {part === 'vital-signs' && (
            <>
              <SideAndBathroom />
              <NumberObservationForm signal="oxygen-saturation" />
              <NumberObservationForm signal="respiratory-rate" />
              <ResponsivenessForm />
              <NauseaForm />
            </>
          )}
          {part === 'adverse-events' && <AdverseEvents />}
          {part === 'safety' && <SafetyForm />}
        </div>
      </Sheet>
    </>
  );
}
