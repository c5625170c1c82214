import { useState } from 'react';
import { protocolOf } from '../../../shared/session/state.ts';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';
import { Stopwatch } from './Stopwatch.tsx';
import { type Answer, answerOf, typedOf } from './yes-no.ts';

const kinds = [
  { value: 'walking', label: 'Walks' },
  { value: 'wheelchair', label: 'Uses a wheelchair' },
] as const;

/** The patient's own gait today, before the medicine: what recovery is compared with. */
export function GaitForm() {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const recorded = state.baselineGait?.body;
  const walked = recorded?.kind === 'walking' ? recorded : undefined;
  const [kind, setKind] = useState<'walking' | 'wheelchair' | null>(recorded?.kind ?? null);
  const [walk, setWalk] = useState(typedOf(walked?.timedUpAndGoS));
  const [tandem, setTandem] = useState(typedOf(walked?.tandemStandS));
  const [transfer, setTransfer] = useState(typedOf(recorded?.kind === 'wheelchair' ? recorded.transferS : undefined));
  const [aid, setAid] = useState<Answer>(answerOf(walked?.walkingAid));
  const [steady, setSteady] = useState<Answer>(answerOf(recorded?.steady));
  const { instructions } = protocolOf(state);
  const timedUpAndGoS = numberFrom(walk);
  const tandemStandS = numberFrom(tandem);
  const transferS = numberFrom(transfer);
  const check = () => {
    if (kind === 'walking' && timedUpAndGoS !== null && tandemStandS !== null && aid !== null && steady !== null) {
      return { kind, timedUpAndGoS, tandemStandS, walkingAid: aid === 'yes', steady: steady === 'yes' } as const;
    }
    if (kind === 'wheelchair' && transferS !== null && steady !== null) {
      return { kind, transferS, steady: steady === 'yes' } as const;
    }
    return null;
  };
  const complete = check();
  return (
    <>
      <Choice label="How does the patient move?" options={kinds} value={kind} onChange={setKind} />
      {kind === 'walking' && (
        <>
          <Instructions title="Timed Up and Go" lines={instructions.timedUpAndGo} />
          <div className="row">
            <Field label="Timed Up and Go" kind="number" unit="s" value={walk} onChange={setWalk} />
            <Stopwatch of="Timed Up and Go" onSeconds={setWalk} />
          </div>
          <Instructions title="Tandem stand" lines={instructions.tandemStand} />
          <div className="row">
            <Field label="Tandem stand" kind="number" unit="s" value={tandem} onChange={setTandem} />
            <Stopwatch of="Tandem stand" onSeconds={setTandem} />
          </div>
          <YesNo label="With a walking aid?" value={aid} onChange={setAid} />
        </>
      )}
      {kind === 'wheelchair' && (
        <>
          <p className="soft">The transfer they make by themselves at home; stay within reach.</p>
          <div className="row">
            <Field label="Transfer" kind="number" unit="s" value={transfer} onChange={setTransfer} />
            <Stopwatch of="Transfer" onSeconds={setTransfer} />
          </div>
        </>
      )}
      {kind !== null && <YesNo label="Steady, without support?" value={steady} onChange={setSteady} />}
      <SaveRow
        words="Save the gait check"
        disabled={busy || complete === null}
        problem={problem}
        onSave={(press) => {
          if (complete !== null) void ask({ type: 'check-gait', check: complete }, press);
        }}
      />
    </>
  );
}

function Instructions({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <h3 className="instructions-title">{title}</h3>
      <ol className="instructions numbered">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </div>
  );
}
