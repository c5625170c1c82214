import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { CommandButton } from '../keys/CommandButton.tsx';
import { useNow, useOpenSession, usePicture } from '../store.ts';
import { ByHandForm } from './ByHandForm.tsx';
import { CandidateChoice } from './CandidateChoice.tsx';
import { lastReadingView } from './last-reading.ts';
import { MonitorChoice } from './MonitorChoice.tsx';
import { MonitorConversation } from './MonitorConversation.tsx';
import { PendingReading } from './PendingReading.tsx';
import { PressureDigits } from './PressureDigits.tsx';
import { ReadingsList } from './ReadingsList.tsx';
import '../../design/surface.css';
import './pressure.css';

type OpenSheet = 'by-hand' | 'monitor' | 'readings' | null;

/** Blood pressure in every phase: the last reading with its age and source, the monitor's conversation, entry by hand. */
export function PressurePanel() {
  const { state } = useOpenSession();
  const { monitors } = usePicture();
  const titleId = useId();
  const [sheet, setSheet] = useState<OpenSheet>(null);
  const pending = state.readings.find((entry) => entry.status === 'pending');
  // Stopping a monitor that may be blowing up the cuff comes before everything else.
  const measuring = monitors.activity === 'live-measuring' || monitors.activity === 'live-stopping';
  const shows =
    measuring || (pending === undefined && monitors.candidates.length === 0)
      ? 'conversation'
      : pending !== undefined
        ? 'pending'
        : 'candidates';
  const close = () => setSheet(null);
  const panel = useRef<HTMLElement>(null);
  const step = `${shows} ${monitors.activity} ${monitors.problem?.code ?? ''}`;
  const shownStep = useRef(step);
  useEffect(() => {
    if (shownStep.current === step) return;
    shownStep.current = step;
    // What is to be done next must not come up below the edge of its column.
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, [step]);
  return (
    <section
      className="pressure-panel"
      data-shows={shows === 'conversation' && monitors.activity !== 'idle' ? 'asking' : shows}
      aria-labelledby={titleId}
      ref={panel}
    >
      <div className="pressure-title">
        <h2 id={titleId} className="panel-title">
          Blood pressure
        </h2>
        {/* In one place whatever goes on below: no trouble, however long its words, pushes it out of sight. */}
        <CommandButton command="reading-by-hand" onPress={() => setSheet('by-hand')}>
          Enter by hand
        </CommandButton>
        {monitors.bound !== null && (
          <Button kind="quiet" label={`Monitor: ${monitors.bound.name}`} onPress={() => setSheet('monitor')}>
            Monitor
          </Button>
        )}
        {state.readings.length + state.setAside.length > 0 && (
          <Button kind="quiet" label="All readings" onPress={() => setSheet('readings')}>
            Readings
          </Button>
        )}
      </div>
      {shows === 'pending' && pending !== undefined ? (
        <PendingReading key={pending.reading.readingId} entry={pending} />
      ) : shows === 'candidates' ? (
        <CandidateChoice />
      ) : (
        <>
          <LastReading />
          <MonitorConversation onChooseMonitor={() => setSheet('monitor')} />
        </>
      )}
      <Sheet title="Blood pressure by hand" open={sheet === 'by-hand'} onClose={close}>
        <ByHandForm onSaved={close} />
      </Sheet>
      <Sheet title="Monitor" open={sheet === 'monitor'} onClose={close}>
        <MonitorChoice onChosen={close} />
      </Sheet>
      <Sheet title="All readings" open={sheet === 'readings'} onClose={close}>
        <ReadingsList />
      </Sheet>
    </section>
  );
}

function LastReading() {
  const { state } = useOpenSession();
  const { monitors } = usePicture();
  const now = useNow();
  const view = lastReadingView(state, monitors, now);
  return (
    <>
      <PressureDigits reading={view.digits} old={view.kind === 'ageing'} stands={view.kind}>
        {view.mark !== null && <StatusMark {...view.mark} />}
      </PressureDigits>
      <p className="pressure-age" data-due={view.due}>
        {view.digits !== null && <span className="pressure-age-numbers">{`Last ${numbersOf(view.digits)} · `}</span>}
        {view.line}
      </p>
    </>
  );
}

const numbersOf = (reading: { readonly systolicMmHg: number; readonly diastolicMmHg: number }) =>
  `${reading.systolicMmHg}/${reading.diastolicMmHg}`;
