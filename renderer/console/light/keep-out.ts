const kinds = [
  ...['pointerdown', 'pointerup', 'pointercancel', 'mousedown', 'mouseup', 'click', 'dblclick', 'contextmenu'],
  ...['touchstart', 'touchend', 'keydown', 'keyup', 'wheel', 'beforeinput'],
] as const;

/**
 * Keeps touches and keys from everything on the page, before anything hears of them. `lets` names what may pass, `kept`
 * hears of what did not. Answers how to end it.
 */
export function keepOut({
  lets,
  kept = () => {},
}: {
  readonly lets: (event: Event) => boolean;
  readonly kept?: (event: Event) => void;
}): () => void {
  const listen = (event: Event) => {
    if (lets(event)) return;
    event.stopImmediatePropagation();
    if (event.cancelable) event.preventDefault();
    kept(event);
  };
  for (const kind of kinds) window.addEventListener(kind, listen, { capture: true, passive: false });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, listen, { capture: true });
  };
}
