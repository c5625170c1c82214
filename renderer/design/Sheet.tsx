import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import './surface.css';

/**
 * A panel docked beside the time: it covers neither the time, nor the rail, nor the bar with Emergency, and nothing
 * waits for it. Escape closes it; the focus goes back to where it was.
 */
export function Sheet({
  title,
  open,
  onClose,
  children,
}: {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const close = useRef(onClose);
  close.current = onClose;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const opener = document.activeElement;
    top.current?.querySelector('button')?.focus();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close.current();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [open]);
  if (!open) return null;
  return (
    <div className="sheet" role="dialog" aria-label={title} aria-modal="false">
      <div className="sheet-top" ref={top}>
        <h2 className="panel-title">{title}</h2>
        <Button kind="quiet" label={`Close ${title}`} icon={<Icon icon={X} />} onPress={onClose} />
      </div>
      <div className="sheet-body">{children}</div>
    </div>
  );
}
