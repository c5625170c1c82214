import { type ReactNode, useEffect, useId, useRef } from 'react';
import type { Condition } from '../../../shared/session/condition.ts';
import { StatusMark } from '../../design/StatusMark.tsx';
import { markOf } from '../gates/ConditionList.tsx';

/** One thing to check before leaving: where it stands in a line, its form behind a press. */
export function CheckCard({
  title,
  condition,
  open,
  onToggle,
  children,
}: {
  title: string;
  /** The condition of the departure gate that it answers. */
  condition: Condition | undefined;
  open: boolean;
  onToggle: () => void;
  children: ReactNode;
}) {
  const id = useId();
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: 'start' });
  }, [open]);
  return (
    <section className="check-card" aria-label={title} ref={card}>
      <h2>
        <button type="button" className="check-card-head" aria-expanded={open} aria-controls={id} onClick={onToggle}>
          <span className="check-card-title">{title}</span>
          {condition !== undefined && <StatusMark {...markOf(condition)} />}
          {condition !== undefined && <span className="check-card-detail">{condition.detail}</span>}
        </button>
      </h2>
      <div id={id} hidden={!open} className="check-card-body">
        {open && children}
      </div>
    </section>
  );
}
