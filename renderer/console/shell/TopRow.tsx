import { House, Lock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { LightControl } from '../light/LightControl.tsx';
import { useBridge, useOpenSession, usePicture } from '../store.ts';
import { AlertBands } from './AlertBand.tsx';
import { initials } from './initials.ts';
import { ModeButton } from './ModeButton.tsx';
import { PhaseTrack } from './PhaseTrack.tsx';
import { RehearsalWord } from './RehearsalWord.tsx';
import { SavedMark } from './SavedMark.tsx';

/** Who, which session, where in it, saved or not, the time on the wall. An alert lies over it and moves nothing. */
export function TopRow() {
  const bridge = useBridge();
  const { state } = useOpenSession();
  const { saving } = usePicture();
  const trouble = saving.problem?.code ?? null;
  // Another trouble than the one that was folded away is shown by itself.
  const [folded, setFolded] = useState<string | null>(null);
  useEffect(() => {
    if (trouble === null) setFolded(null);
  }, [trouble]);
  const { problem, busy, call } = useCall();
  const opened = state.opened?.body;
  const kind = opened?.course.kind === 'maintenance' ? 'maintenance ' : '';
  // While somebody is under the medicine the console stays with them.
  const underMedicine = state.phase === 'absorption' || state.phase === 'journey' || state.phase === 'recovery';
  return (
    <header className="top-row">
      <p className="who">
        {opened === undefined
          ? ''
          : `${initials(opened.patient.name)} · ${kind}${opened.course.number} of ${opened.course.of}`}
      </p>
      <RehearsalWord />
      <PhaseTrack />
      <SavedMark onShow={() => setFolded(null)} />
      <div className="top-buttons">
        {!underMedicine && (
          <Button
            kind="quiet"
            label="Home"
            icon={<Icon icon={House} />}
            disabled={busy}
            onPress={() => void call(bridge.leaveSession({}))}
          />
        )}
        <Button
          kind="quiet"
          label="Lock"
          icon={<Icon icon={Lock} />}
          disabled={busy}
          onPress={() => void call(bridge.lock({}))}
        />
        <LightControl />
        <ModeButton />
      </div>
      <ProblemNote problem={problem} />
      <AlertBands folded={folded === trouble} onFold={() => setFolded(trouble)} />
    </header>
  );
}
