import type { Condition, Gate } from '../../../shared/session/condition.ts';
import { type Status, StatusMark } from '../../design/StatusMark.tsx';
import { OverrideForm } from '../pressure/OverrideForm.tsx';
import './condition-list.css';

/** The conditions of a gate: what is open first, each with why, and with the prescriber's override where one is possible. */
export function ConditionList({ gate }: { readonly gate: Gate }) {
  const open = gate.conditions.filter((condition) => condition.status !== 'met');
  const met = gate.conditions.filter((condition) => condition.status === 'met');
  return (
    <ul className="condition-list" aria-label="Conditions">
      {[...open, ...met].map((condition) => (
        <li key={condition.id} data-status={condition.status}>
          <span className="condition-label">{condition.label}</span>
          <StatusMark {...markOf(condition)} />
          <span className="condition-detail">{condition.detail}</span>
          {condition.status === 'unmet' && condition.overridable && (
            <OverrideForm conditionId={condition.id} label={condition.label} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** A condition's shape and words. */
export function markOf(condition: Condition): { readonly status: Status; readonly words: string } {
  if (condition.overridden) return { status: 'caution', words: 'Overridden' };
  switch (condition.status) {
    case 'met':
      return { status: 'met', words: 'Met' };
    case 'unmet':
      return { status: 'unmet', words: 'Not met' };
    case 'unknown':
      return { status: 'unknown', words: 'Not known' };
  }
}
