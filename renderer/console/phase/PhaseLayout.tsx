import type { ReactNode } from 'react';
import './phase-layout.css';

/** A phase on screen: the time that matters on the left, always in view; the work beside it, scrolling on its own. */
export function PhaseLayout({
  name,
  time,
  children,
}: {
  /** The phase, for styling alone. */
  name: string;
  time: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={`phase-layout phase-${name}`}>
      <section className="phase-time" aria-label="Time">
        {time}
      </section>
      <div className="phase-work">{children}</div>
    </div>
  );
}
