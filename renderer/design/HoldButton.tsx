import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { Button, type ButtonKind } from './Button.tsx';
import type { Press } from './press.ts';
import './button.css';

/**
 * Press and hold to confirm, by mouse, touch, pen, Enter or Space, for `holdMs` of real time. Letting go, leaving the
 * button, a second finger, losing the pointer or the focus empties the bar. A press without any gesture, as a screen
 * reader or a switch makes it, opens a second step with a plain button instead. `onHeld` tells when the hold began.
 */
export function HoldButton({
  label,
  holdingLabel,
  holdMs,
  onHeld,
  kind = 'plain',
  disabled = false,
}: {
  readonly label: string;
  readonly holdingLabel: string;
  readonly holdMs: number;
  readonly onHeld: (press: Press) => void;
  readonly kind?: ButtonKind;
  readonly disabled?: boolean;
}) {
  const [holding, setHolding] = useState(false);
  const [secondStep, setSecondStep] = useState(false);
  const hold = useRef<{ readonly timer: number; readonly by: number | 'key' } | null>(null);
  const held = useRef(onHeld);
  held.current = onHeld;

  const cancel = () => {
    if (hold.current !== null) window.clearTimeout(hold.current.timer);
    hold.current = null;
    setHolding(false);
  };
  const begin = (by: number | 'key', timeStamp: number) => {
    if (disabled) return;
    const timer = window.setTimeout(() => {
      hold.current = null;
      setHolding(false);
      held.current({ timeStamp });
    }, holdMs);
    hold.current = { timer, by };
    setHolding(true);
  };

  useEffect(() => {
    const letGo = () => {
      if (hold.current !== null) window.clearTimeout(hold.current.timer);
      hold.current = null;
      setHolding(false);
    };
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('blur', letGo);
      if (hold.current !== null) window.clearTimeout(hold.current.timer);
    };
  }, []);
  useEffect(() => {
    if (!disabled || hold.current === null) return;
    window.clearTimeout(hold.current.timer);
    hold.current = null;
    setHolding(false);
  }, [disabled]);

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (hold.current !== null) return cancel();
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begin(event.pointerId, event.timeStamp);
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>) => {
    if (hold.current?.by !== event.pointerId) return;
    const box = event.currentTarget.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) cancel();
  };
  const onPointerEnd = (event: PointerEvent<HTMLButtonElement>) => {
    if (hold.current?.by === event.pointerId) cancel();
  };
  const isPressKey = (event: KeyboardEvent) => event.key === 'Enter' || event.key === ' ';

  if (secondStep) {
    return (
      <span className="hold-second-step">
        <Button
          kind={kind}
          disabled={disabled}
          onPress={(press) => {
            setSecondStep(false);
            onHeld(press);
          }}
        >
          Confirm: {label}
        </Button>
        <Button kind="quiet" onPress={() => setSecondStep(false)}>
          Not now
        </Button>
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`hold-button button-${kind}`}
      disabled={disabled}
      aria-label={label}
      data-holding={holding}
      style={{ '--hold-ms': `${holdMs}ms` }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onLostPointerCapture={onPointerEnd}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isPressKey(event)) {
          if (event.key === 'Escape') cancel();
          return;
        }
        event.preventDefault();
        if (!event.repeat && hold.current === null) begin('key', event.timeStamp);
      }}
      onKeyUp={(event) => {
        if (!isPressKey(event)) return;
        event.preventDefault();
        if (hold.current?.by === 'key') cancel();
      }}
      onBlur={cancel}
      onClick={(event) => {
        if (event.detail === 0) setSecondStep(true);
      }}
    >
      <span>{holding ? holdingLabel : label}</span>
      <span className="hold-fill" aria-hidden="true" />
    </button>
  );
}
