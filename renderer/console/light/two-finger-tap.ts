/** Two fingers that stay longer are resting, not tapping. Milliseconds. */
const longestTapMs = 400;
/** Fingers that move further are sliding. CSS pixels. */
const furthestPx = 16;

/** What counts as a control: a finger on one of these means that one. */
const controls = 'button, input, textarea, label, a, [role="slider"], [role="button"]';

/** Calls back when two fingers tap the screen where there is no control. Answers how to end it. */
export function onTwoFingerTap(tapped: () => void): () => void {
  let began: { readonly timeStamp: number; readonly places: ReadonlyMap<number, Touch> } | null = null;
  const start = (event: TouchEvent) => {
    const touches = [...event.touches];
    const free = touches.every((touch) => !(touch.target instanceof Element && touch.target.closest(controls)));
    began =
      touches.length === 2 && free
        ? { timeStamp: event.timeStamp, places: new Map(touches.map((touch) => [touch.identifier, touch])) }
        : null;
  };
  const end = (event: TouchEvent) => {
    if (began === null) return;
    for (const touch of event.changedTouches) {
      const from = began.places.get(touch.identifier);
      const movedPx = from === undefined ? 0 : Math.hypot(touch.clientX - from.clientX, touch.clientY - from.clientY);
      if (movedPx > furthestPx) began = null;
      if (began === null) return;
    }
    if (event.touches.length > 0) return;
    const isTap = event.timeStamp - began.timeStamp <= longestTapMs;
    began = null;
    if (isTap) tapped();
  };
  const cancel = () => {
    began = null;
  };
  window.addEventListener('touchstart', start, { passive: true });
  window.addEventListener('touchend', end, { passive: true });
  window.addEventListener('touchcancel', cancel, { passive: true });
  return () => {
    window.removeEventListener('touchstart', start);
    window.removeEventListener('touchend', end);
    window.removeEventListener('touchcancel', cancel);
  };
}
