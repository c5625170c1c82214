import { useState } from 'react';
import { gaitWords } from '../../../shared/record/wording.ts';
import { longestPassingS } from '../../../shared/recovery/gait.ts';
import type { BodyOf } from '../../../shared/session/event.ts';
import { protocolOf, type SessionState } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf, typedOf } from '../asking/answers.ts';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useOpenSession } from '../store.ts';
import { StopwatchField } from './StopwatchField.tsx';
import './checks.css';

type GaitCheck = BodyOf<'gait-checked'>['check'];

const ways = [
  { value: 'walking', label: 'Walks' },
  { value: 'wheelchair', label: 'Uses a wheelchair' },
] as const;

/**
 * The gait check: instructions, stopwatch, the observer's judgement. Before the dose it shows what was recorded, to be
 * put right; in recovery each check begins empty, with the baseline beside it.
 */
export function GaitForm({ of, onSaved }: { of: 'baseline' | 'recovery'; onSaved?: () => void }) {
  const { state } = useOpenSession();
  const { problem, busy, ask } = useAsk();
  const baseline = state.baselineGait?.body;
  const [kind, setKind] = useState<GaitCheck['kind'] | null>(baseline?.kind ?? null);
  const [entered, setEntered] = useState<Entered>(of === 'baseline' ? enteredOf(baseline) : nothing);
  const { instructions, departure } = protocolOf(state);
  const check = checkOf(kind, entered);
  const timed =
    of === 'recovery' && baseline?.kind === kind && baseline !== undefined ? besideOf(state, baseline) : null;
  const change = (part: Partial<Entered>) => setEntered((before) => ({ ...before, ...part }));

  return (
    <section className="form-stack" aria-label="Gait check">
      {of === 'recovery' && <Baseline state={state} />}
      <Choice label="How does the patient move?" options={ways} value={kind} onChange={setKind} />
      {kind === 'walking' && (
        <>
          <Instructions title="Timed Up and Go" lines={instructions.timedUpAndGo} />
          <StopwatchField
            name="Timed Up and Go"
            value={entered.walk}
            onChange={(walk) => change({ walk })}
            {...(timed !== null && { beside: timed })}
          />
          <Instructions title="Tandem stand" lines={instructions.tandemStand} />
          <StopwatchField
            name="Tandem stand"
            value={entered.tandem}
            onChange={(tandem) => change({ tandem })}
            atMostS={departure.tandemStand.value}
          />
          <YesNo label="With a walking aid?" value={entered.aid} onChange={(aid) => change({ aid })} />
        </>
      )}
      {kind === 'wheelchair' && (
        <>
          <Instructions
            title="Transfer"
            lines={['The transfer they make by themselves at home.', 'Stay within reach. Time it from start to end.']}
          />
          <StopwatchField
            name="Transfer"
            value={entered.transfer}
            onChange={(transfer) => change({ transfer })}
            {...(timed !== null && { beside: timed })}
          />
        </>
      )}
      {kind !== null && (
        <YesNo label="Steady, without support?" value={entered.steady} onChange={(steady) => change({ steady })} />
      )}
      <ProblemNote problem={problem} />
      <div className="action-row">
        <Button
          kind="primary"
          disabled={check === null || busy}
          onPress={(press) => {
            if (check === null) return;
            void ask({ type: 'check-gait', check }, press, () => {
              if (of === 'recovery') setEntered(nothing);
              onSaved?.();
            });
          }}
        >
          Save the gait check
        </Button>
      </div>
    </section>
  );
}

/** The baseline's time to stand beside a new one, and up to when that passes. */
function besideOf(state: SessionState, baseline: GaitCheck) {
  const timedS = baseline.kind === 'walking' ? baseline.timedUpAndGoS : baseline.transferS;
  const longestS = longestPassingS(protocolOf(state), timedS);
  return {
    words: `Before the dose ${timedS.toFixed(1)} s · passes up to ${longestS.toFixed(1)} s`,
    passes: (seconds: number) => seconds <= longestS,
  };
}

type Entered = {
  readonly walk: string;
  readonly tandem: string;
  readonly transfer: string;
  readonly steady: Answer;
  readonly aid: Answer;
};

const nothing: Entered = { walk: '', tandem: '', transfer: '', steady: null, aid: null };

/** A recorded check as the fields show it. */
function enteredOf(recorded: GaitCheck | undefined): Entered {
  if (recorded === undefined) return nothing;
  const steady = answerOf(recorded.steady);
  if (recorded.kind === 'wheelchair') return { ...nothing, steady, transfer: typedOf(recorded.transferS) };
  return {
    ...nothing,
    steady,
    walk: typedOf(recorded.timedUpAndGoS),
    tandem: typedOf(recorded.tandemStandS),
    aid: answerOf(recorded.walkingAid),
  };
}

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

function Instructions({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div>
      <h3 className="check-title">{title}</h3>
      <ol className="numbered-list quiet-text">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </div>
  );
}
