import { useState } from 'react';
import { isOutside } from '../../../shared/protocol/limit.ts';
import { isOpen } from '../../../shared/session/condition.ts';
import { boosterGate } from '../../../shared/session/gates.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import type { Press } from '../../design/press.ts';
import { StatusMark } from '../../design/StatusMark.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { ConditionList } from '../gates/ConditionList.tsx';
import { useNow, useSession } from '../store.ts';
import '../dosing/dosing.css';

/** A placed dose cannot be taken back: press and hold. Milliseconds. */
const placeHoldMs = 600;

const administrations = [
  { value: 'self', label: 'The patient' },
  { value: 'staff', label: 'The therapist' },
] as const;

/** A further dose within the order: its gate, what is taken, and the hold that places it. */
export function BoosterForm({ onPlaced }: { onPlaced: () => void }) {
  const session = useSession();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  const [strength, setStrength] = useState('');
  const [count, setCount] = useState('');
  const [lot, setLot] = useState('');
  const [administered, setAdministered] = useState<'self' | 'staff' | null>(null);
  const [labelRead, setLabelRead] = useState(false);
  const [aboveSeen, setAboveSeen] = useState(false);
  if (session === null) return null;
  const { state, durableThrough } = session;
  const order = state.order?.body;
  if (order === undefined) return <p className="quiet-text">There is no order.</p>;

  const gate = boosterGate(state, now);
  const strengthMg = numberFrom(strength);
  const tablets = numberFrom(count);
  const givenMg = state.doses.reduce((sum, dose) => sum + dose.doseMg, 0);
  const doseMg = strengthMg === null || tablets === null ? null : strengthMg * tablets;
  const totalMg = givenMg + (doseMg ?? 0);
  const above = isOutside(protocolOf(state).dose.softMaximum, totalMg);
  const filled = doseMg !== null && lot.trim() !== '' && administered !== null && labelRead && (!above || aboveSeen);
  // A dose is recorded only once everything before it is on disk.
  const durable = durableThrough >= state.events.length;

  const place = (press: Press) => {
    if (strengthMg === null || tablets === null || administered === null) return;
    void ask(
      {
        type: 'place-dose',
        medicine: order.medicine,
        form: order.form,
        strengthMg,
        count: tablets,
        lot: lot.trim(),
        selfAdministered: administered === 'self',
        aboveSoftMaximumSeen: aboveSeen,
      },
      press,
      onPlaced,
    );
  };

  return (
    <div className="form-stack">
      {isOpen(gate) ? (
        <StatusMark status="met" words="Every condition is met" />
      ) : (
        <ConditionList
          gate={{ ...gate, conditions: gate.conditions.filter((condition) => condition.status !== 'met') }}
        />
      )}
      <p className="quiet-text">
        Ordered: {order.medicine}, {order.form}, at most {order.maximumTotalMg} mg in all. Given so far: {givenMg} mg.
      </p>
      <Check label={`The label says ${order.medicine}, ${order.form}`} checked={labelRead} onChange={setLabelRead} />
      <div className="dose-fields">
        <Field label="Strength of one" kind="number" unit="mg" value={strength} onChange={setStrength} />
        <Field label="How many" kind="number" value={count} onChange={setCount} />
        <Field label="Lot" value={lot} onChange={setLot} />
      </div>
      <p role="status">{doseMg === null ? 'Dose: not complete' : `Dose: ${doseMg} mg, ${totalMg} mg in all`}</p>
      <Choice
        label="Who puts it under the tongue?"
        options={administrations}
        value={administered}
        onChange={setAdministered}
      />
      {above && (
        <Check
          label={`${totalMg} mg in all is above ${protocolOf(state).dose.softMaximum.value} mg: seen`}
          checked={aboveSeen}
          onChange={setAboveSeen}
        />
      )}
      <ProblemNote problem={problem} />
      <div className="dose-hold">
        <HoldButton
          label="Hold: booster given"
          holdingLabel="Keep holding"
          holdMs={placeHoldMs}
          kind="primary"
          disabled={!filled || !isOpen(gate) || !durable || busy}
          onHeld={place}
        />
      </div>
    </div>
  );
}
