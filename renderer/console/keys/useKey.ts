import { useEffect, useRef } from 'react';

/** Whether an element takes typed text, so that single keys must leave it alone. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type);
}

/**
 * Acts on a single key while no text is being typed. `key` is what the key prints, in lower case. Repeats of a held
 * key and keys with Ctrl, Alt or Meta are left alone.
 */
export function useKey(key: string, act: (event: KeyboardEvent) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || takesText(event.target)) return;
      if (event.key.toLowerCase() !== key) return;
      // The key has had its effect: it must not also be typed into a field that this opens.
      event.preventDefault();
      latest.current(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [key]);
}
