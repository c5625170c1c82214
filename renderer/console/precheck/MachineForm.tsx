import { useState } from 'react';
import { YesNo } from '../../design/YesNo.tsx';
import { type Answer, answerOf } from '../asking/answers.ts';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, useOpenSession } from '../store.ts';
import { SaveRow } from './SaveRow.tsx';

/** Power and disk, which the machine knows, and screen and updates, which only the therapist sees. */
export function MachineForm() {
  const bridge = useBridge();
  const { state } = useOpenSession();
  const { problem, busy, call } = useCall();
  const machine = state.machine?.body;
  const [screen, setScreen] = useState<Answer>(answerOf(machine?.screenAtMark));
  const [updates, setUpdates] = useState<Answer>(answerOf(machine?.updatesPaused));
  return (
    <>
      <YesNo label="Is the screen’s brightness at its mark?" value={screen} onChange={setScreen} />
      <YesNo label="Are updates and notifications paused?" value={updates} onChange={setUpdates} />
      {machine !== undefined && (
        <ul className="soft">
          <li>{known(machine.onMains, 'On mains power.', 'On battery.', 'Power is not known.')}</li>
          <li>{`${Math.floor(machine.freeDiskMb / 1024)} GB free on the disk.`}</li>
          <li>
            {known(
              machine.diskEncrypted,
              'The disk is encrypted.',
              'The disk is not encrypted: advise the clinic.',
              'Whether the disk is encrypted is not known.',
            )}
          </li>
        </ul>
      )}
      <SaveRow
        words="Check the machine"
        disabled={busy || screen === null || updates === null}
        problem={problem}
        onSave={() =>
          void call(bridge.checkMachine({ screenAtMark: screen === 'yes', updatesPaused: updates === 'yes' }))
        }
      />
    </>
  );
}

function known(fact: boolean | null, yes: string, no: string, unknown: string): string {
  if (fact === null) return unknown;
  return fact ? yes : no;
}
