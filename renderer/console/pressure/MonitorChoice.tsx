import { useState } from 'react';
import type { MonitorSummary } from '../../../shared/bridge/picture.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';

/** Which monitor measures this patient, and in which of its memories. Asked again where it is not certain. */
export function MonitorChoice({ onChosen }: { readonly onChosen: () => void }) {
  const { monitors } = usePicture();
  if (monitors.present.length === 0) {
    return <p>No monitor is connected. Connect one by USB, or enter readings by hand.</p>;
  }
  return (
    <ul className="monitor-list">
      {monitors.present.map((monitor) => (
        <li key={monitor.monitorKey}>
          <MonitorOption monitor={monitor} onChosen={onChosen} />
        </li>
      ))}
    </ul>
  );
}

function MonitorOption({ monitor, onChosen }: { readonly monitor: MonitorSummary; readonly onChosen: () => void }) {
  const bridge = useBridge();
  const { monitors } = usePicture();
  const { problem, busy, call } = useCall();
  const bound = monitors.bound?.monitorKey === monitor.monitorKey ? monitors.bound : null;
  const [slot, setSlot] = useState<'A' | 'B' | null>(bound?.slot ?? null);
  const fullName = monitor.where === null ? monitor.name : `${monitor.name}, ${monitor.where}`;
  const needsSlot = monitor.slots.length > 1;
  return (
    <section className="stack" aria-label={fullName}>
      <h3>
        {monitor.name}
        {monitor.simulated ? ' (simulated)' : ''}
        {bound === null ? '' : ' · in use'}
      </h3>
      {monitor.where !== null && <p className="soft">{monitor.where}</p>}
      <p className="soft">{monitor.honestStatus}</p>
      {needsSlot && (
        <Choice
          label="The patient’s memory on the monitor"
          options={monitor.slots.map((value) => ({ value, label: value }))}
          value={slot}
          onChange={setSlot}
        />
      )}
      <ProblemNote problem={problem} />
      <div className="row">
        <Button
          label={`Use ${fullName}`}
          disabled={busy || (needsSlot && slot === null)}
          onPress={() =>
            void call(bridge.bindMonitor({ monitorKey: monitor.monitorKey, slot: needsSlot ? slot : null })).then(
              (outcome) => {
                if (outcome.ok) onChosen();
              },
            )
          }
        >
          Use {monitor.name}
        </Button>
      </div>
    </section>
  );
}
