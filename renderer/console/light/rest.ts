/** Nobody has touched the screen for so long: it settles. Milliseconds. */
export const settlesAfterMs = 20_000;
/** The pointer has not moved for so long: it hides. Milliseconds. */
export const pointerHidesAfterMs = 3_000;

const touches = ['pointerdown', 'pointerup', 'keydown', 'wheel', 'input'] as const;

/**
 * Lets the page rest when nobody touches it: `data-settled` on the root after 20 s, `data-pointer="still"` after 3 s without
 * a movement. Any touch, key or movement takes them back. Answers how to end it.
 */
export function restWhenLeftAlone(root: HTMLElement): () => void {
  let settle: number | undefined;
  let hide: number | undefined;
  const touched = () => {
    delete root.dataset.settled;
    window.clearTimeout(settle);
    settle = window.setTimeout(() => {
      root.dataset.settled = 'true';
    }, settlesAfterMs);
  };
  const moved = () => {
    delete root.dataset.pointer;
    window.clearTimeout(hide);
    hide = window.setTimeout(() => {
      root.dataset.pointer = 'still';
    }, pointerHidesAfterMs);
    touched();
  };
  for (const kind of touches) window.addEventListener(kind, touched, { capture: true, passive: true });
  window.addEventListener('pointermove', moved, { capture: true, passive: true });
  moved();
  return () => {
    window.clearTimeout(settle);
    window.clearTimeout(hide);
    for (const kind of touches) window.removeEventListener(kind, touched, { capture: true });
    window.removeEventListener('pointermove', moved, { capture: true });
  };
}
