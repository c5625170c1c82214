import type { Condition } from '../../../shared/session/condition.ts';
import { StatusMark } from '../../design/StatusMark.tsx';
import { markOf } from '../gates/ConditionList.tsx';
import { OverrideForm } from '../pressure/OverrideForm.tsx';
import '../gates/condition-list.css';

/** What an item found that stands in the way, and what the prescriber overrode. Nothing where nothing is to be said. */
export function OpenConditions({ conditions }: { readonly conditions: readonly Condition[] }) {
  const said = conditions.filter((condition) => condition.status === 'unmet' || condition.overridden);
  if (said.length === 0) return null;
  return (
    <ul className="condition-list" aria-label="Not met">
      {said.map((condition) => (
        <li key={condition.id}>
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
