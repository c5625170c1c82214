import { useEffect, useState } from 'react';
import type { Phase } from '../../../shared/session/state.ts';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { AbsorptionScreen } from '../absorption/AbsorptionScreen.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { SignOffScreen } from '../departed/SignOffScreen.tsx';
import { DosingScreen } from '../dosing/DosingScreen.tsx';
import { EmergencySheet } from '../emergency/EmergencySheet.tsx';
import { JourneyScreen } from '../journey/JourneyScreen.tsx';
import { KeyListSheet } from '../keys/KeyListSheet.tsx';
import { SessionVoice } from '../live/SessionVoice.tsx';
import { MusicBar } from '../music/MusicBar.tsx';
import { LastEntry } from '../notes/LastEntry.tsx';
import { NoteRail } from '../notes/NoteRail.tsx';
import { PrecheckScreen } from '../precheck/PrecheckScreen.tsx';
import { RecoveryScreen } from '../recovery/RecoveryScreen.tsx';
import { SignedScreen } from '../signed/SignedScreen.tsx';
import { useNow, useOpenSession } from '../store.ts';
import { StripChart } from '../strip/StripChart.tsx';
import { EmergencyButton } from './EmergencyButton.tsx';
import { PromptLine } from './PromptLine.tsx';
import { TopRow } from './TopRow.tsx';
import './page.css';
import './session-shell.css';

const screens: Record<Phase, () => React.ReactNode> = {
  precheck: PrecheckScreen,
  dosing: DosingScreen,
  absorption: AbsorptionScreen,
  journey: JourneyScreen,
  recovery: RecoveryScreen,
  departed: SignOffScreen,
  declined: SignOffScreen,
  signed: SignedScreen,
};

/** The frame of a session: the top row, the phase's screen with the strip, the rail of notes, the bar. It never changes place. */
export function SessionShell() {
  const { state } = useOpenSession();
  const phase = state.phase ?? 'precheck';
  const Screen = screens[phase];
  const strip = phase === 'absorption' || phase === 'journey' || phase === 'recovery';
  return (
    <div className="session-shell" data-phase={phase}>
      <TopRow />
      <PromptLine />
      <main className="stage">
        <div className="stage-screen">
          <Screen key={phase} />
        </div>
        {strip && (
          <div className="stage-strip">
            <StripChart />
          </div>
        )}
      </main>
      {phase !== 'signed' && (
        <div className="rail">
          <NoteRail />
        </div>
      )}
      <Bar />
      <KeyListSheet />
      <SessionVoice />
    </div>
  );
}

function Bar() {
  const { state } = useOpenSession();
  const { elapsedMs } = useNow();
  const { problem, ask } = useAsk();
  const openedAtMs = state.emergency?.openedAt.elapsedMs ?? null;
  const [open, setOpen] = useState(openedAtMs !== null);
  useEffect(() => {
    if (openedAtMs !== null) setOpen(true);
  }, [openedAtMs]);
  return (
    <footer className="bar">
      <EmergencyButton
        running={openedAtMs === null ? null : minutesSeconds(elapsedMs - openedAtMs)}
        onPress={(press) => {
          setOpen(true);
          if (openedAtMs === null && state.phase !== 'signed') void ask({ type: 'open-emergency' }, press);
        }}
      />
      <ProblemNote problem={problem} />
      <div className="bar-entry">
        <LastEntry />
      </div>
      <div className="bar-music">
        <MusicBar />
      </div>
      <EmergencySheet open={open} onClose={() => setOpen(false)} />
    </footer>
  );
}
