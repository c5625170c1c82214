import { useState } from 'react';
import type { ExportResult } from '../../../shared/bridge/contract.ts';
import type { ExportChoice } from '../../../shared/bridge/export-choice.ts';
import type { Outcome } from '../../../shared/problem.ts';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, useSigningProblem } from '../store.ts';
import { type ExportDraft, emptyDraft, keysIn } from './export-draft.ts';

/** What every export is made with: what is filled in, what was written, why nothing can be, and the writing itself. */
export function useExport() {
  const bridge = useBridge();
  const { problem, call } = useCall();
  const signingProblem = useSigningProblem();
  const [draft, setDraft] = useState(emptyDraft);
  const [result, setResult] = useState<ExportResult | null>(null);
  const set = (change: Partial<ExportDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setResult(null);
  };
  /** Remembers the receiver's keys where that was asked for, writes, and forgets the passphrase that was typed. */
  const write = async (
    { lock, receiver }: Pick<ExportChoice, 'lock' | 'receiver'>,
    exported: () => Promise<Outcome<ExportResult>>,
  ) => {
    if (lock.kind === 'recipients' && draft.keep && receiver !== '') {
      const kept = await call(bridge.keepReceiver({ name: receiver, recipients: [...keysIn(draft.keys)] }));
      if (!kept.ok) return;
    }
    const outcome = await call(exported());
    if (!outcome.ok) return;
    setDraft((before) => ({ ...before, passphrase: '', passphraseAgain: '' }));
    setResult(outcome.value);
  };
  return { draft, set, result, problem: signingProblem ?? problem, canSign: signingProblem === null, call, write };
}
