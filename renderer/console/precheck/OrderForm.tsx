import { useState } from 'react';
import { isOutside, limitInWords } from '../../../shared/protocol/limit.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf, typedOf } from '../asking/answers.ts';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { milligramsPerKilogram } from '../dosing/dose-words.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

/** What the prescriber ordered, as it is written. */
export function OrderForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.order?.body;
  const { dose } = protocolOf(state);
  const [prescriber, setPrescriber] = useState(recorded?.prescriber ?? '');
  const [medicine, setMedicine] = useState<string | null>(recorded?.medicine ?? null);
  const [form, setForm] = useState<string | null>(recorded?.form ?? null);
  const [first, setFirst] = useState(typedOf(recorded?.firstDoseMg));
  const [booster, setBooster] = useState<Answer>(answerOf(recorded?.boosterAllowed));
  const [total, setTotal] = useState(typedOf(recorded?.maximumTotalMg));
  const firstDoseMg = numberFrom(first);
  const maximumTotalMg = numberFrom(total);
  const weightKg = state.weight?.body.weightKg ?? null;
  const last = state.opened?.body.course.lastDoseMg ?? null;
  const aboveSoftMaximum = maximumTotalMg !== null && isOutside(dose.softMaximum, maximumTotalMg);
  return (
    <>
      <Field label="Prescriber" value={prescriber} onChange={setPrescriber} />
      <Choice
        label="Medicine ordered"
        options={[{ value: dose.medicine, label: dose.medicine }]}
        value={medicine}
        onChange={setMedicine}
      />
      <Choice
        label="Form ordered"
        options={dose.forms.map((value) => ({ value, label: value }))}
        value={form}
        onChange={setForm}
      />
      <Field
        label="First dose ordered"
        kind="number"
        unit="mg"
        value={first}
        onChange={setFirst}
        hint={[
          firstDoseMg === null || weightKg === null ? '' : milligramsPerKilogram(firstDoseMg, weightKg),
          last === null ? 'No session before this one.' : `Last session ${last} mg in all.`,
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      />
      <YesNo label="Does the order allow a booster?" value={booster} onChange={setBooster} />
      <Field label="At most in all" kind="number" unit="mg" value={total} onChange={setTotal} />
      {aboveSoftMaximum && (
        <StatusMark
          status="caution"
          words={`${limitInWords(dose.softMaximum)} mg: ask the prescriber whether this is meant.`}
        />
      )}
      <SaveRow
        words="Save the order"
        disabled={
          busy ||
          prescriber.trim() === '' ||
          medicine === null ||
          form === null ||
          firstDoseMg === null ||
          maximumTotalMg === null ||
          booster === null
        }
        problem={problem}
        onSave={(press) => {
          if (medicine === null || form === null || firstDoseMg === null || maximumTotalMg === null) return;
          void ask(
            {
              type: 'record-order',
              prescriber,
              medicine,
              form,
              firstDoseMg,
              boosterAllowed: booster === 'yes',
              maximumTotalMg,
            },
            press,
          );
        }}
      />
    </>
  );
}
