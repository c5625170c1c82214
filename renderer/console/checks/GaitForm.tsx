import { useState } from 'react';
import { gaitWords } from '../../../shared/record/wording.ts';
import { longestPassingS } from '../../../shared/recovery/gait.ts';
import type { BodyOf } from '../../../shared/session/event.ts';
import { protocolOf, type SessionState } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';
import { StopwatchField } from './StopwatchField.tsx';

type GaitCheck = BodyOf<'gait-checked'>['check'];

const ways = [
  { value: 'walking', label: 'Walks' },
  { value: 'wheelchair', label: 'Uses a wheelchair' },
] as const;

/** The gait check, before the dose and in recovery: instructions, stopwatch, the observer's judgement, the baseline beside. */
export function GaitForm({ onSaved }: { onSaved?: () => void }) {
  const session = useSession();
  const { problem, busy, ask } = useAsk();
  const baseline = session?.state.baselineGait?.body ?? null;
  const [kind, setKind] = useState<GaitCheck['kind'] | null>(baseline?.kind ?? null);
  const [walk, setWalk] = useState('');
  const [tandem, setTandem] = useState('');
  const [transfer, setTransfer] = useState('');
  const [steady, setSteady] = useState<'yes' | 'no' | null>(null);
  const [aid, setAid] = useState<'yes' | 'no' | null>(null);
  if (session === null) return null;
  const { state } = session;
  const { instructions, departure } = protocolOf(state);
  const check = checkOf(kind, { walk, tandem, transfer, steady, aid });

  const save = () => {
    if (check === null) return;
    void ask({ type: 'check-gait', check }, undefined, () => {
      setWalk('');
      setTandem('');
      setTransfer('');
      setSteady(null);
      onSaved?.();
    });
  };

  return (
    <section className="form-stack" aria-label="Gait check">
      <Baseline state={state} />
      <Choice label="How does the patient move?" options={ways} value={kind} onChange={setKind} />
      {kind === 'walking' && (
        <>
          <Instructions lines={instructions.timedUpAndGo} />
          <StopwatchField name="Timed Up and Go" value={walk} onChange={setWalk} />
          <Instructions lines={instructions.tandemStand} />
          <StopwatchField
            name="Tandem stand"
            value={tandem}
            onChange={setTandem}
            atMostS={departure.tandemStand.value}
          />
          <YesNo label="With a walking aid?" value={aid} onChange={setAid} />
        </>
      )}
      {kind === 'wheelchair' && (
        <>
          <Instructions
            lines={['The transfer they make by themselves at home.', 'Stay within reach. Time it from start to end.']}
          />
          <StopwatchField name="Transfer" value={transfer} onChange={setTransfer} />
        </>
      )}
      {kind !== null && <YesNo label="Steady, without support?" value={steady} onChange={setSteady} />}
      <ProblemNote problem={problem} />
      <Button kind="primary" disabled={check === null || busy} onPress={save}>
        Save the gait check
      </Button>
    </section>
  );
}

type Entered = {
  readonly walk: string;
  readonly tandem: string;
  readonly transfer: string;
  readonly steady: 'yes' | 'no' | null;
  readonly aid: 'yes' | 'no' | null;
};

function checkOf(kind: GaitCheck['kind'] | null, entered: Entered): GaitCheck | null {
  if (entered.steady === null) return null;
  const steady = entered.steady === 'yes';
  if (kind === 'wheelchair') {
    const transferS = numberFrom(entered.transfer);
    return transferS === null ? null : { kind, transferS, steady };
  }
  const timedUpAndGoS = numberFrom(entered.walk);
  const tandemStandS = numberFrom(entered.tandem);
  if (kind === null || timedUpAndGoS === null || tandemStandS === null || entered.aid === null) return null;
  return { kind, timedUpAndGoS, tandemStandS, steady, walkingAid: entered.aid === 'yes' };
}

function Baseline({ state }: { state: SessionState }) {
  const baseline = state.baselineGait?.body;
  const last = state.gaitChecks.at(-1)?.body;
  if (baseline === undefined) return <p className="quiet-text">No baseline of today yet.</p>;
  const timedS = baseline.kind === 'walking' ? baseline.timedUpAndGoS : baseline.transferS;
  return (
    <dl className="compare">
      <dt>Before the dose</dt>
      <dd>
        {gaitWords(baseline)} (passes up to {longestPassingS(protocolOf(state), timedS).toFixed(1)} s)
      </dd>
      {last !== undefined && (
        <>
          <dt>Last check</dt>
          <dd>{gaitWords(last)}</dd>
        </>
      )}
    </dl>
  );
}

function Instructions({ lines }: { lines: readonly string[] }) {
  return (
    <ol className="numbered-list quiet-text">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
}
