import { useState } from 'react';
import { isOutside, limitInWords } from '../../../shared/protocol/limit.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { milligramsPerKilogram } from './dose-words.ts';

const administrations = [
  { value: 'self', label: 'The patient' },
  { value: 'staff', label: 'The therapist' },
] as const;

/** The dose in the hand beside the dose in the order; given by a hold, which starts the session's clocks. */
export function DoseForm({ ready }: { readonly ready: boolean }) {
  const { state, durableThrough } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const [labelRead, setLabelRead] = useState(false);
  const [strength, setStrength] = useState('');
  const [count, setCount] = useState('');
  const [lot, setLot] = useState('');
  const [administered, setAdministered] = useState<'self' | 'staff' | null>(null);
  const [aboveSeen, setAboveSeen] = useState(false);
  const order = state.order?.body;
  if (order === undefined) return null;
  const { softMaximum } = protocolOf(state).dose;
  const strengthMg = numberFrom(strength);
  const tablets = numberFrom(count);
  const doseMg = strengthMg === null || tablets === null ? null : strengthMg * tablets;
  const aboveSoftMaximum = doseMg !== null && isOutside(softMaximum, doseMg);
  const durable = durableThrough >= state.events.length;
  const complete =
    doseMg !== null &&
    doseMg > 0 &&
    lot.trim() !== '' &&
    administered !== null &&
    labelRead &&
    (!aboveSoftMaximum || aboveSeen);
  return (
    <Panel title="Dose">
      <DoseComparison doseMg={doseMg} />
      <Check label={`The label says ${order.medicine}, ${order.form}`} checked={labelRead} onChange={setLabelRead} />
      <div className="dose-fields">
        <Field label="Strength of one" kind="number" unit="mg" value={strength} onChange={setStrength} />
        <Field label="How many" kind="number" value={count} onChange={setCount} />
        <Field label="Lot" value={lot} onChange={setLot} />
      </div>
      <Choice
        label="Who puts it under the tongue?"
        options={administrations}
        value={administered}
        onChange={setAdministered}
      />
      {aboveSoftMaximum && (
        <Check
          label={`${doseMg} mg is ${limitInWords(softMaximum)} mg: seen and meant`}
          checked={aboveSeen}
          onChange={setAboveSeen}
        />
      )}
      <ProblemNote problem={problem} />
      <div className="dose-hold">
        <HoldButton
          label="Hold: dose given"
          holdingLabel="Keep holding"
          holdMs={600}
          kind="primary"
          disabled={!ready || !complete || busy || !durable}
          onHeld={(press) => {
            if (strengthMg === null || tablets === null || administered === null) return;
            void ask(
              {
                type: 'place-dose',
                medicine: order.medicine,
                form: order.form,
                strengthMg,
                count: tablets,
                lot,
                selfAdministered: administered === 'self',
                aboveSoftMaximumSeen: aboveSoftMaximum && aboveSeen,
              },
              press,
            );
          }}
        />
        {!ready && <p className="soft">Open conditions stand below.</p>}
        {ready && !durable && <p className="soft">Saving what was recorded before.</p>}
      </div>
    </Panel>
  );
}

function DoseComparison({ doseMg }: { readonly doseMg: number | null }) {
  const { state } = useOpenSession();
  const order = state.order?.body;
  const weightKg = state.weight?.body.weightKg ?? null;
  const last = state.opened?.body.course.lastDoseMg ?? null;
  const perKg = (mg: number) => (weightKg === null ? 'weight not known' : milligramsPerKilogram(mg, weightKg));
  const column = (mg: number | null) => (mg === null ? '--' : `${mg} mg`);
  return (
    <table className="dose-table">
      <thead>
        <tr>
          <td />
          <th scope="col">Ordered</th>
          <th scope="col">In the hand</th>
          <th scope="col">Last session</th>
        </tr>
      </thead>
      <tbody>
        <tr className="dose-row">
          <th scope="row">Dose</th>
          <td>{column(order?.firstDoseMg ?? null)}</td>
          <td data-same={doseMg !== null && doseMg === order?.firstDoseMg}>{column(doseMg)}</td>
          <td>{column(last)}</td>
        </tr>
        <tr>
          <th scope="row">By weight</th>
          {[order?.firstDoseMg ?? null, doseMg, last].map((mg, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the three columns never change place
            <td key={index}>{mg === null ? '' : perKg(mg)}</td>
          ))}
        </tr>
        <tr>
          <th scope="row">Prescriber</th>
          <td colSpan={3}>
            {order?.prescriber}, at most {order?.maximumTotalMg} mg in all
          </td>
        </tr>
      </tbody>
    </table>
  );
}
