import { departureGate, firstDoseGate } from '../session/gates.ts';
import { protocolOf, type SessionState } from '../session/state.ts';
import type { RecordContext } from './entries.ts';
import { timeReference } from './record-time.ts';

/** Everything that turns entries of this session into words. */
export function recordContext(state: SessionState): RecordContext {
  const labels = conditionLabels(state);
  return {
    state,
    reference: timeReference(state),
    wording: {
      protocol: protocolOf(state),
      conditionLabel: (conditionId) => labels.get(conditionId) ?? conditionId,
      doseNumber: (doseId) => state.doses.findIndex((dose) => dose.doseId === doseId) + 1,
      adverseEventKind: (adverseEventId) =>
        state.adverseEvents.find((entry) => entry.body.adverseEventId === adverseEventId)?.body.kind ?? adverseEventId,
    },
  };
}

function conditionLabels(state: SessionState): ReadonlyMap<string, string> {
  const now = state.lastMoment;
  if (now === null) return new Map();
  const conditions = [...firstDoseGate(state, now).conditions, ...departureGate(state, now).conditions];
  return new Map(conditions.map((condition) => [condition.id, condition.label]));
}
