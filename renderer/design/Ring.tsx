import type { ReactNode } from 'react';
import './status.css';

const radius = 93;
const circumference = 2 * Math.PI * radius;

/**
 * One bounded wait: what is left of it as an arc that drains clockwise from the top, with the digits inside. `fraction`
 * is what is left, 1 to 0. Never announced while it ticks. `width` in CSS px.
 */
export function Ring({
  fraction,
  children,
  label,
  width = 300,
  doubled = false,
  thin = false,
}: {
  readonly fraction: number;
  readonly children: ReactNode;
  readonly label: string;
  readonly width?: number;
  /** The last stretch is told by shape: a second line inside the first. */
  readonly doubled?: boolean;
  /** A ring that is second to another one. */
  readonly thin?: boolean;
}) {
  const left = Math.min(1, Math.max(0, fraction));
  return (
    <div
      className="ring"
      role="timer"
      aria-label={label}
      aria-live="off"
      data-thin={thin}
      style={{ '--ring-width': `${width}px` }}
    >
      <svg viewBox="0 0 200 200" aria-hidden="true" focusable="false">
        <circle className="ring-track" cx="100" cy="100" r={radius} />
        <circle
          className="ring-left"
          cx="100"
          cy="100"
          r={radius}
          strokeDasharray={`${left * circumference} ${circumference}`}
          transform="rotate(-90 100 100) scale(1 -1) translate(0 -200)"
        />
        {doubled && <circle className="ring-second" cx="100" cy="100" r={radius - 10} />}
      </svg>
      <div className="ring-inside">{children}</div>
    </div>
  );
}
