import type { VaultWork } from '../../../shared/bridge/vault-picture.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';

const words: Record<VaultWork['what'], string> = {
  backup: 'Backing up',
  check: 'Checking the vault',
  restore: 'Restoring',
  import: 'Taking sessions over',
  shred: 'Shredding',
  rotate: 'Changing the vault’s key',
};

/** What is being done with the whole vault, how far it is, and a way to stop it; nothing where nothing is. */
export function VaultWorkLine() {
  const bridge = useBridge();
  const { work } = usePicture().vault;
  const { problem, busy, call } = useCall();
  if (work === null) return null;
  return (
    <div className="row">
      <p role="status">
        {words[work.what]}
        {work.of > 0 && `: ${work.done} of ${work.of}`}
      </p>
      {work.what !== 'shred' && (
        <Button disabled={busy} onPress={() => void call(bridge.stopVaultWork({}))}>
          Stop
        </Button>
      )}
      <ProblemNote problem={problem} />
    </div>
  );
}
