import { useBridge } from '../store.ts';
import { useCommandKey } from './useCommandKey.ts';

/** Ctrl+L (Command+L) locks at once wherever one stands, also while text is typed. */
export function useLockKey(isOpen: boolean): void {
  const bridge = useBridge();
  useCommandKey('lock', () => {
    if (!isOpen) return;
    // What is being typed is kept as it is when its field is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    // Where it cannot be locked the button beside says why.
    void bridge.lock({});
  });
}
