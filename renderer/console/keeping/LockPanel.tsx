import { useState } from 'react';
import type { LockSettings } from '../../../shared/course/lock-settings.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';

const minutes = [2, 5, 10, 15, 30] as const;

/** When the console locks by itself, and how it is locked at once. */
export function LockPanel({ lock }: { readonly lock: LockSettings }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [idleMinutes, setIdleMinutes] = useState(lock.idleMinutes);
  const [inSession, setInSession] = useState(lock.inSession);
  const wanted: LockSettings = { idleMinutes, inSession };
  const isSame = idleMinutes === lock.idleMinutes && inSession === lock.inSession;
  return (
    <Panel title="Lock">
      <p className="soft">
        The button or Ctrl+L locks at once; going to sleep locks too. A running session goes on behind the lock.
      </p>
      <Choice
        label="Lock by itself when nobody touches this machine for"
        options={minutes.map((each) => ({ value: String(each), label: `${each} min` }))}
        value={String(idleMinutes)}
        onChange={(chosen) => setIdleMinutes(Number(chosen))}
      />
      <Check
        label="Also while a patient is in the session: the time and the alerts are then behind the lock"
        checked={inSession}
        onChange={setInSession}
      />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button disabled={busy || isSame} onPress={() => void call(bridge.setLock({ lock: wanted }))}>
          Set the lock
        </Button>
        {isSame && <p role="status">{`Locks after ${lock.idleMinutes} min.`}</p>}
      </div>
    </Panel>
  );
}
