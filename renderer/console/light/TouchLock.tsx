import { useLayoutEffect, useRef } from 'react';
import { HoldButton } from '../../design/HoldButton.tsx';
import { keepOut } from './keep-out.ts';

/** How long the lock is held to open it. Milliseconds. */
const holdToUnlockMs = 1000;

/** Takes every touch and key but Emergency and its own unlocking, for wiping the screen or leaning on it. */
export function TouchLock({ onUnlock }: { readonly onUnlock: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    place.current?.querySelector('button')?.focus();
    const stop = keepOut({
      lets: (event) =>
        event instanceof KeyboardEvent
          ? ['e', 'enter', ' '].includes(event.key.toLowerCase())
          : event.target instanceof Element && event.target.closest('.touch-lock-place, .emergency-button') !== null,
    });
    return () => {
      stop();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <section className="touch-lock" aria-label="Touch lock">
      <div className="touch-lock-place" ref={place}>
        <p role="status">Touch is locked</p>
        <HoldButton label="Hold: unlock touch" holdingLabel="Keep holding" holdMs={holdToUnlockMs} onHeld={onUnlock} />
      </div>
    </section>
  );
}
