import { type ReactNode, useRef } from 'react';
import type { Press } from './press.ts';
import './button.css';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'warning';

/**
 * A button that acts when the press is completed inside it (or by Enter or Space), and tells when the press began.
 * `pressed` makes it a toggle. Sliding off cancels.
 */
export function Button({
  children,
  onPress,
  kind = 'plain',
  disabled = false,
  pressed,
  icon,
  label,
  keys,
}: {
  readonly children?: ReactNode;
  readonly onPress: (press: Press) => void;
  readonly kind?: ButtonKind;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly icon?: ReactNode;
  /** The accessible name where the visible words are not enough, as in a button with only an icon. */
  readonly label?: string;
  /** The keys that do the same, as `aria-keyshortcuts` wants them. */
  readonly keys?: string;
}) {
  const downAt = useRef<number | null>(null);
  return (
    <button
      type="button"
      className={`button button-${kind}`}
      disabled={disabled}
      aria-pressed={pressed}
      aria-label={label}
      aria-keyshortcuts={keys}
      onPointerDown={(event) => {
        downAt.current = event.timeStamp;
      }}
      onKeyDown={(event) => {
        if (!event.repeat) downAt.current = event.timeStamp;
      }}
      onClick={(event) => {
        const timeStamp = downAt.current ?? event.timeStamp;
        downAt.current = null;
        onPress({ timeStamp });
      }}
    >
      {icon}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}
