import { useEffect } from 'react';
import { useBridge } from '../store.ts';

/** Ctrl+L (Command+L) locks at once wherever one stands, also while text is typed. */
export function useLockKey(isOpen: boolean): void {
  const bridge = useBridge();
  useEffect(() => {
    if (!isOpen) return;
    const listen = (event: KeyboardEvent) => {
      if (event.repeat || event.altKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'l') return;
      event.preventDefault();
      // What is being typed is kept as it is when its field is left.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      // Where it cannot be locked the button beside says why.
      void bridge.lock({});
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [bridge, isOpen]);
}
