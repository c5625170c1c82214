import { useState } from 'react';
import type { Outcome } from '../../../shared/problem.ts';
import { Choice, type Option } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useSigningProblem } from '../store.ts';

/** Signing locks what it stands under: held, not tapped. Milliseconds. */
const signHoldMs = 1000;

/** What a signature says beside its time. */
export type Signed<Meaning extends string> = {
  readonly printedName: string;
  readonly credential: string;
  readonly meaning: Meaning;
};

type Words = {
  readonly form: string;
  readonly printedName: string;
  readonly credential: string;
  readonly meaning: string;
  readonly hint: string;
  readonly hold: string;
};

/** Printed name, credential and meaning, which begin as those of `by`, and the hold that signs. */
export function SignatureForm<Meaning extends string>({
  words,
  by,
  meanings,
  isPrimary,
  isOpen,
  sign,
}: {
  readonly words: Words;
  readonly by: { readonly name: string; readonly credential: string } | null;
  readonly meanings: readonly Option<Meaning>[];
  readonly isPrimary: boolean;
  /** Whether signing is possible at all now. */
  readonly isOpen: boolean;
  readonly sign: (signed: Signed<Meaning>) => Promise<Outcome<unknown>>;
}) {
  const { problem, busy, call } = useCall();
  const signingProblem = useSigningProblem();
  const [printedName, setPrintedName] = useState(by?.name ?? '');
  const [credential, setCredential] = useState(by?.credential ?? '');
  const [meaning, setMeaning] = useState<Meaning | null>(null);
  const hold = () => {
    if (meaning === null) return;
    void call(sign({ printedName: printedName.trim(), credential: credential.trim(), meaning }));
  };
  return (
    <section className="form-stack" aria-label={words.form}>
      <Field label={words.printedName} value={printedName} onChange={setPrintedName} />
      <Field label={words.credential} value={credential} onChange={setCredential} />
      <Choice label={words.meaning} options={meanings} value={meaning} onChange={setMeaning} />
      <p className="quiet-text">{words.hint}</p>
      <ProblemNote problem={signingProblem ?? problem} />
      <HoldButton
        label={words.hold}
        holdingLabel="Keep holding"
        holdMs={signHoldMs}
        kind={isPrimary ? 'primary' : 'plain'}
        disabled={!isOpen || signingProblem !== null || printedName.trim() === '' || meaning === null || busy}
        onHeld={hold}
      />
    </section>
  );
}
