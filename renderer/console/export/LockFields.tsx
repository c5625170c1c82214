import { leastPassphraseLength } from '../../../shared/bridge/export-choice.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { usePicture } from '../store.ts';
import { optionsOf, exportWords as words } from '../words/export-words.ts';
import type { ExportDraft } from './export-draft.ts';

type Fields = {
  readonly draft: ExportDraft;
  readonly set: (change: Partial<ExportDraft>) => void;
};

const lockOptions = optionsOf(words.locks);

/** For whom the export is and how it is locked for them; plain only with the word that this is understood. */
export function LockFields({ draft, set }: Fields) {
  return (
    <>
      <Receivers set={set} />
      <Field
        label={words.receiver}
        hint={words.receiverHint}
        value={draft.receiver}
        onChange={(receiver) => set({ receiver })}
      />
      <Choice label={words.lock} options={lockOptions} value={draft.lock} onChange={(lock) => set({ lock })} />
      {draft.lock === 'passphrase' && <PassphraseFields draft={draft} set={set} />}
      {draft.lock === 'recipients' && (
        <>
          <TextArea label={words.keys} value={draft.keys} onChange={(keys) => set({ keys })} rows={2} />
          <p className="quiet-text">{words.keysHint}</p>
          <Check label={words.keep} checked={draft.keep} onChange={(keep) => set({ keep })} />
        </>
      )}
      {draft.lock === 'plain' && (
        <Check label={words.understood} checked={draft.understood} onChange={(understood) => set({ understood })} />
      )}
    </>
  );
}

function Receivers({ set }: Pick<Fields, 'set'>) {
  const { stage } = usePicture();
  const receivers = stage.kind === 'open' ? stage.receivers : [];
  if (receivers.length === 0) return null;
  return (
    <div className="form-stack">
      <p className="quiet-text">{words.kept}</p>
      <div className="action-row">
        {receivers.map(({ name, recipients }) => (
          <Button
            key={name}
            onPress={() => set({ receiver: name, lock: 'recipients', keys: recipients.join('\n'), keep: false })}
          >
            {name}
          </Button>
        ))}
      </div>
    </div>
  );
}

function PassphraseFields({ draft, set }: Fields) {
  const differs = draft.passphraseAgain !== '' && draft.passphrase !== draft.passphraseAgain;
  return (
    <>
      <Field
        label={words.passphrase}
        hint={words.passphraseHint(leastPassphraseLength)}
        kind="password"
        value={draft.passphrase}
        onChange={(passphrase) => set({ passphrase })}
      />
      <Field
        label={words.passphraseAgain}
        kind="password"
        value={draft.passphraseAgain}
        onChange={(passphraseAgain) => set({ passphraseAgain })}
      />
      {differs && (
        <p className="quiet-text" role="status">
          {words.passphraseDiffers}
        </p>
      )}
    </>
  );
}
