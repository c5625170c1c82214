import { useState } from 'react';
import { protocolOf } from '../../../shared/session/state.ts';
import { Field } from '../../design/Field.tsx';
import { typedOf } from '../asking/answers.ts';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

/** How long ago the patient ate, and drank clear fluid. */
export function FastingForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.fasting?.body;
  const [food, setFood] = useState(typedOf(recorded?.hoursSinceFood));
  const [fluid, setFluid] = useState(typedOf(recorded?.hoursSinceClearFluid));
  const { fastingFood, fastingClearFluid } = protocolOf(state).durations;
  const hoursSinceFood = numberFrom(food);
  const hoursSinceClearFluid = numberFrom(fluid);
  return (
    <>
      <Field
        label="Last food, hours ago"
        kind="number"
        unit="h"
        value={food}
        onChange={setFood}
        hint={`At least ${fastingFood.value} h.`}
      />
      <Field
        label="Last clear fluid, hours ago"
        kind="number"
        unit="h"
        value={fluid}
        onChange={setFluid}
        hint={`At least ${fastingClearFluid.value} h.`}
      />
      <SaveRow
        words="Save fasting"
        disabled={busy || hoursSinceFood === null || hoursSinceClearFluid === null}
        problem={problem}
        onSave={(press) => {
          if (hoursSinceFood === null || hoursSinceClearFluid === null) return;
          void ask({ type: 'record-fasting', hoursSinceFood, hoursSinceClearFluid }, press);
        }}
      />
    </>
  );
}
