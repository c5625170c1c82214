import { useState } from 'react';
import type { EmergencyCopyPicture } from '../../../shared/bridge/vault-picture.ts';
import { Button } from '../../design/Button.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, useOpenSession, usePicture } from '../store.ts';

/** How many entries of the shown session are on disk in no copy yet. */
export function useUnsavedCount(): number {
  const { state, durableThrough } = useOpenSession();
  return Math.max(0, state.events.length - durableThrough);
}

/**
 * What keeps entries from being written: what is kept, what to do, and one press that copies the whole session, sealed, to another
 * disk. It can be folded away, as a dark room wants no red for long; the mark in the top row goes on saying it and opens it again.
 */
export function NotSavedBand({ onFold }: { readonly onFold: () => void }) {
  const bridge = useBridge();
  const { saving } = usePicture();
  const waiting = useUnsavedCount();
  const { problem, busy, call } = useCall();
  const [copied, setCopied] = useState<EmergencyCopyPicture | null>(null);
  if (saving.problem === null) return null;
  const isSlow = saving.problem.code === 'disk-slow';
  const copy = async (folder: string | null) => {
    const outcome = await call(bridge.copyInEmergency({ folder }));
    if (outcome.ok && outcome.value !== null) setCopied(outcome.value);
  };
  const chooseAndCopy = async () => {
    const chosen = await call(bridge.pickFolder({}));
    if (chosen.ok && chosen.value !== null) await copy(chosen.value);
  };
  return (
    <div
      className="alert-band not-saved-band"
      data-priority={isSlow ? 'medium' : 'high'}
      role="alert"
      aria-label="Not saved"
    >
      <StatusMark
        status={isSlow ? 'caution' : 'warning'}
        words={isSlow ? `Not saved yet: ${waiting}` : `Not saved: ${waiting}`}
      />
      <div className="not-saved-words">
        <p className="alert-sentence">{saving.problem.sentence}</p>
        <p>{saving.problem.remedy} Go on with the session, and leave Vigil open.</p>
        {copied !== null && (
          <p role="status">
            {`${copied.entries} entries copied to ${copied.folder}`}
            {copied.isOnSameDisk && ', which is on the same disk as the vault: choose another one'}
          </p>
        )}
        {problem !== null && (
          <p role="status">
            {problem.sentence} {problem.remedy}
          </p>
        )}
      </div>
      <div className="not-saved-buttons">
        <Button disabled={busy} onPress={() => void copy(null)}>
          {copied === null ? 'Copy to another disk' : 'Copy again'}
        </Button>
        {(problem !== null || copied?.isOnSameDisk === true) && (
          <Button disabled={busy} onPress={() => void chooseAndCopy()}>
            Another folder…
          </Button>
        )}
        <Button onPress={onFold}>Fold away</Button>
      </div>
    </div>
  );
}
