import { useLayoutEffect, useRef } from 'react';
import { useContent } from '../store.ts';
import { keepOut } from './keep-out.ts';

/** So long a touch that woke the screen may still send its click. Real milliseconds. */
const clickFollowsMs = 400;

/**
 * A black screen with a small light once a minute, by which a dark screen is told from a dead one. The first touch or key
 * takes it away and does nothing else; only Emergency acts through it.
 */
export function Veil({ onWake }: { readonly onWake: () => void }) {
  const minute = useContent(({ now }) => (now === null ? 0 : Math.floor(now.wallMs / 60_000)));
  const cover = useRef<HTMLButtonElement>(null);
  const wake = useRef(onWake);
  wake.current = onWake;
  // Its end must not lag behind the picture: the next key is the session’s again.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    cover.current?.focus();
    let timer: number | undefined;
    const wakeAfterClick = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => wake.current(), clickFollowsMs);
    };
    const stop = keepOut({
      lets: (event) => (event instanceof KeyboardEvent ? event.key.toLowerCase() === 'e' : onEmergency(event)),
      kept: (event) => {
        if (event.type === 'pointerdown') document.documentElement.dataset.cover = 'waking';
        // The key that brought the veil still repeats, and is still let go.
        const isFirst = event instanceof KeyboardEvent && event.type === 'keydown' && !event.repeat;
        if (event.type === 'click' || isFirst) wake.current();
        else if (event.type === 'pointerup' || event.type === 'pointercancel') wakeAfterClick();
      },
    });
    return () => {
      window.clearTimeout(timer);
      stop();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <button type="button" className="veil" ref={cover} aria-label="Dark screen. Touch to see the session again.">
      <span key={minute} className="veil-pulse" />
    </button>
  );
}

function onEmergency(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('.emergency-button') !== null;
}
