import { useState } from 'react';
import type { VaultCheckPicture } from '../../../shared/bridge/vault-picture.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';

/** Everything in the vault is read and proven, on demand. */
export function CheckPanel() {
  const bridge = useBridge();
  const { work } = usePicture().vault;
  const { problem, busy, call } = useCall();
  const [check, setCheck] = useState<VaultCheckPicture | null>(null);
  const run = async () => {
    const outcome = await call(bridge.checkVault({}));
    setCheck(outcome.ok ? outcome.value : null);
  };
  return (
    <Panel title="The whole vault">
      <p className="soft">
        Every entry is read in both copies and held against its chain and heads. Nothing is changed; a running session
        goes on being written.
      </p>
      <ProblemNote problem={problem} />
      <div className="row">
        <Button kind="primary" disabled={busy || work !== null} onPress={() => void run()}>
          Check everything
        </Button>
      </div>
      {check !== null && <CheckResult check={check} />}
    </Panel>
  );
}

/** What a check found, in words. */
export function CheckResult({ check }: { readonly check: VaultCheckPicture }) {
  const { isWhole, journals, entries, damage, notes } = check;
  const words = isWhole
    ? `Whole: ${entries} entries in ${journals} journals`
    : 'Damaged; everything that is not named is whole';
  return (
    <div className="stack" role="status">
      <StatusMark status={isWhole ? 'met' : 'warning'} words={words} />
      {[...damage, ...notes].map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
