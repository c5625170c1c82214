import { useEffect, useRef } from 'react';
import { prompts } from '../../../shared/session/prompts.ts';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useContent } from '../store.ts';
import { useLight } from './light-state.tsx';
import { TouchLock } from './TouchLock.tsx';
import { onTwoFingerTap } from './two-finger-tap.ts';
import { Veil } from './Veil.tsx';
import './covers.css';

/**
 * What may lie over any screen: the veil (`0`, or a tap with two fingers), the touch lock (`L`), and the dimmer, which takes
 * no touch. Emergency stands above both and goes on in one touch.
 */
export function Covers() {
  const { cover, veil, lockTouch, uncover } = useLight();
  const asking = useAsking();
  const known = useRef(asking);
  const takeAway = useRef(uncover);
  takeAway.current = uncover;
  useCommandKey('dark-screen', veil);
  useCommandKey('touch-lock', lockTouch);
  useEffect(() => onTwoFingerTap(veil), [veil]);
  useEffect(() => {
    document.documentElement.dataset.cover = cover;
  }, [cover]);
  // Whatever asks for the therapist is never hidden behind a black screen.
  useEffect(() => {
    const isNew = asking.split('\n').some((line) => line !== '' && !known.current.split('\n').includes(line));
    known.current = asking;
    if (isNew && cover === 'veil') takeAway.current();
  }, [asking, cover]);
  return (
    <>
      {cover === 'veil' && <Veil onWake={uncover} />}
      {cover === 'touch-lock' && <TouchLock onUnlock={uncover} />}
      <div className="dimmer" aria-hidden="true" />
    </>
  );
}

/** Everything that asks for somebody now, one line each: alerts, prompts, an emergency, trouble with saving. */
function useAsking(): string {
  return useContent(({ session, picture, now }) => {
    const trouble = picture?.saving.problem?.code;
    const lines = trouble === undefined ? [] : [`saving ${trouble}`];
    if (session === null || now === null) return lines.join('\n');
    const { state } = session;
    for (const alert of state.alerts) if (alert.acknowledgedAt === null) lines.push(`alert ${alert.alertId}`);
    for (const prompt of prompts(state, now)) lines.push(`prompt ${prompt.id}`);
    if (state.emergency !== null) lines.push('emergency');
    return lines.join('\n');
  });
}
