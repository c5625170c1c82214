import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { OutsideBar } from '../shell/OutsideBar.tsx';
import { useBridge, usePicture } from '../store.ts';
import { AuditPanel } from './AuditPanel.tsx';
import { BackupsPanel } from './BackupsPanel.tsx';
import { CheckPanel } from './CheckPanel.tsx';
import { KeysPanel } from './KeysPanel.tsx';
import { LockPanel } from './LockPanel.tsx';
import { RestorePanel } from './RestorePanel.tsx';
import { VaultWorkLine } from './VaultWorkLine.tsx';
import '../shell/page.css';
import './keeping.css';

const parts = [
  { value: 'keys', label: 'Keys' },
  { value: 'backups', label: 'Backups' },
  { value: 'restore', label: 'Restore and import' },
  { value: 'check', label: 'Check' },
  { value: 'audit', label: 'Audit log' },
  { value: 'lock', label: 'Lock' },
] as const;
type Part = (typeof parts)[number]['value'];

/** What concerns the vault as a whole: who can open it, backups, whether it is whole, what was done with it. */
export function VaultScreen({ onBack }: { readonly onBack: () => void }) {
  const bridge = useBridge();
  const { vault } = usePicture();
  const { problem, busy, call } = useCall();
  const [part, setPart] = useState<Part>('keys');
  return (
    <div className="page-frame">
      <main className="page">
        <div className="row">
          <h1 className="page-title">Vault</h1>
          <Button onPress={onBack}>Back to the patients</Button>
        </div>
        <ProblemNote problem={problem} />
        <ProblemNote problem={vault.backup?.problem ?? null} />
        <VaultWorkLine />
        <Choice label="What to look at" options={[...parts]} value={part} onChange={setPart} />
        {part === 'keys' && <KeysPanel />}
        {part === 'backups' && <BackupsPanel />}
        {part === 'restore' && <RestorePanel />}
        {part === 'check' && <CheckPanel />}
        {part === 'audit' && <AuditPanel />}
        {part === 'lock' && vault.lock !== null && <LockPanel lock={vault.lock} />}
      </main>
      <OutsideBar>
        <Button disabled={busy} onPress={() => void call(bridge.lock({}))}>
          Lock
        </Button>
      </OutsideBar>
    </div>
  );
}
