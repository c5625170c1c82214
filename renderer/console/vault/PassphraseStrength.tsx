import { useEffect, useState } from 'react';
import type { CallResults } from '../../../shared/bridge/contract.ts';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useBridge } from '../store.ts';

type Judgement = Extract<CallResults['judgePassphrase'], { ok: true }>['value'];

const scoreWords = [
  'Far too easy to guess',
  'Too easy to guess',
  'Easy to guess',
  'Hard to guess',
  'Very hard to guess',
];

/** What the main process thinks of a passphrase while it is typed; the last one typed counts. */
export function usePassphraseJudgement(passphrase: string): Judgement | null {
  const bridge = useBridge();
  const [judged, setJudged] = useState<{ readonly passphrase: string; readonly judgement: Judgement } | null>(null);
  useEffect(() => {
    if (passphrase === '') return;
    let stale = false;
    void bridge.judgePassphrase({ passphrase }).then((answer) => {
      if (!stale && answer.ok) setJudged({ passphrase, judgement: answer.value });
    });
    return () => {
      stale = true;
    };
  }, [bridge, passphrase]);
  return judged?.passphrase === passphrase ? judged.judgement : null;
}

/** How strong a passphrase is, by shape and words, with what would make it better. */
export function PassphraseStrength({ judgement }: { readonly judgement: Judgement | null }) {
  if (judgement === null) return <p className="soft">Four or more unrelated words are strong and easy to type.</p>;
  return (
    <div role="status">
      <StatusMark status={judgement.acceptable ? 'met' : 'unmet'} words={scoreWords[judgement.score] ?? 'Not known'} />
      {[judgement.warning, ...judgement.suggestions]
        .filter((sentence) => sentence !== '')
        .map((sentence) => (
          <p key={sentence} className="soft">
            {sentence}
          </p>
        ))}
    </div>
  );
}
