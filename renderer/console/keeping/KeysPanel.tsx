import { useCallback, useEffect, useState } from 'react';
import type { KeySlotPicture, RecoverySheetPicture } from '../../../shared/bridge/vault-picture.ts';
import type { Outcome } from '../../../shared/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { writtenWhen } from '../home/session-words.ts';
import { useBridge } from '../store.ts';
import { PassphraseStrength, usePassphraseJudgement } from '../vault/PassphraseStrength.tsx';
import { RecoverySheet } from './RecoverySheet.tsx';

type Task =
  | 'therapist'
  | 'passphrase'
  | 'recovery'
  | 'keystore'
  | 'rotate'
  | { readonly remove: KeySlotPicture }
  /** Another passphrase for somebody who forgot theirs. */
  | { readonly renew: KeySlotPicture }
  | null;

/** How long a key is held to be removed, or the vault's key to be changed. Milliseconds. */
const holdMs = 1000;

/** Who can open the vault: each therapist's passphrase, recovery keys; to add, change and remove. */
export function KeysPanel() {
  const bridge = useBridge();
  const { problem, call } = useCall();
  const [slots, setSlots] = useState<readonly KeySlotPicture[]>([]);
  const [task, setTask] = useState<Task>(null);
  const [sheet, setSheet] = useState<RecoverySheetPicture | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `call` is made anew with each drawing and does the same
  const load = useCallback(async () => {
    const outcome = await call(bridge.keySlots({}));
    if (outcome.ok) setSlots(outcome.value);
  }, [bridge]);
  useEffect(() => {
    void load();
  }, [load]);
  const done = () => {
    setTask(null);
    void load();
  };
  if (sheet !== null) return <RecoverySheet sheet={sheet} onDone={() => setSheet(null)} />;
  const mine = slots.find((slot) => slot.isMine && slot.kind === 'passphrase');
  const byRecoveryKey = slots.some((slot) => slot.isMine && slot.kind === 'recovery');
  return (
    <div className="columns">
      <Panel title="Who can open the vault">
        <ul className="keeping-list" aria-label="Keys">
          {slots.map((slot) => (
            <li key={slot.slotId} className="row">
              <span>
                {slotWords(slot)}
                <span className="soft">
                  {slot.createdWallMs === null ? '' : ` · since ${writtenWhen(slot.createdWallMs)}`}
                  {slot.isMine ? ' · opened the vault now' : ''}
                </span>
              </span>
              {byRecoveryKey && slot.kind === 'passphrase' && (
                <Button label={`Another passphrase: ${slotWords(slot)}`} onPress={() => setTask({ renew: slot })}>
                  Another passphrase
                </Button>
              )}
              <Button label={`Remove: ${slotWords(slot)}`} onPress={() => setTask({ remove: slot })}>
                Remove
              </Button>
            </li>
          ))}
        </ul>
        <ProblemNote problem={problem} />
        <div className="row">
          <Button onPress={() => setTask('therapist')}>Add a therapist</Button>
          {mine !== undefined && <Button onPress={() => setTask('passphrase')}>Change my passphrase</Button>}
          <Button onPress={() => setTask('recovery')}>Make a recovery key</Button>
          {!slots.some(({ kind }) => kind === 'keystore') && (
            <Button onPress={() => setTask('keystore')}>Let this machine’s keystore open it</Button>
          )}
          <Button onPress={() => setTask('rotate')}>Change the vault’s key</Button>
        </div>
      </Panel>
      {task === 'therapist' && <AddTherapist onDone={done} />}
      {task === 'passphrase' && mine !== undefined && (
        <ChangePassphrase slotId={mine.slotId} proof="Your passphrase" onDone={done} />
      )}
      {typeof task === 'object' && task !== null && 'renew' in task && (
        <ChangePassphrase key={task.renew.slotId} slotId={task.renew.slotId} proof="Recovery key" onDone={done} />
      )}
      {task === 'recovery' && (
        <Proven
          title="A recovery key"
          words="It opens the vault when nobody remembers a passphrase. It is shown once, to be printed or written down."
          action="Make the key"
          onProven={(current) => bridge.makeRecoveryKey({ current })}
          onDone={(made) => {
            done();
            setSheet(made);
          }}
        />
      )}
      {task === 'keystore' && (
        <Proven
          title="This machine’s keystore"
          words="Whoever is logged in here then opens the vault without typing anything, and every program of this user can. It protects against a stolen disk, no more. Nobody can sign when it was opened so."
          action="Let it open the vault"
          onProven={(current) => bridge.addKeystoreSlot({ current })}
          onDone={done}
        />
      )}
      {task === 'rotate' && (
        <Proven
          title="Another key for the vault"
          words="For when a key got into wrong hands: remove that key first. All keys in the list open the new one. Backups made before still open with the keys of that time."
          action="Hold: change the key"
          held
          onProven={(current) => bridge.rotateVaultKey({ current })}
          onDone={done}
        />
      )}
      {typeof task === 'object' && task !== null && 'remove' in task && (
        <Proven
          title={`Remove: ${slotWords(task.remove)}`}
          words="It does not open the vault any more. What was signed with it stays signed."
          action="Hold: remove the key"
          held
          onProven={(current) => bridge.removeKeySlot({ slotId: task.remove.slotId, current })}
          onDone={done}
        />
      )}
    </div>
  );
}

function slotWords({ kind, therapist }: KeySlotPicture): string {
  if (kind === 'recovery') return 'Recovery key';
  if (kind === 'keystore') return 'This machine’s keystore';
  return `Passphrase of ${therapist?.name ?? 'a therapist without a name'}`;
}

/** Something that is done once whoever asks has typed their passphrase. */
function Proven<Value>({
  title,
  words,
  action,
  held = false,
  onProven,
  onDone,
}: {
  readonly title: string;
  readonly words: string;
  readonly action: string;
  readonly held?: boolean;
  readonly onProven: (current: string) => Promise<Outcome<Value>>;
  readonly onDone: (value: Value) => void;
}) {
  const { problem, busy, call } = useCall();
  const [current, setCurrent] = useState('');
  const act = async () => {
    const outcome = await call(onProven(current));
    setCurrent('');
    if (outcome.ok) onDone(outcome.value);
  };
  return (
    <Panel title={title}>
      <p className="soft">{words}</p>
      <Field label="Your passphrase" kind="password" value={current} onChange={setCurrent} />
      <ProblemNote problem={problem} />
      <div className="row">
        {held ? (
          <HoldButton
            label={action}
            holdingLabel="Keep holding"
            holdMs={holdMs}
            disabled={busy || current === ''}
            onHeld={() => void act()}
          />
        ) : (
          <Button kind="primary" disabled={busy || current === ''} onPress={() => void act()}>
            {action}
          </Button>
        )}
        {busy && <p role="status">Working</p>}
      </div>
    </Panel>
  );
}

function AddTherapist({ onDone }: { readonly onDone: () => void }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [name, setName] = useState('');
  const [credential, setCredential] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [current, setCurrent] = useState('');
  const judgement = usePassphraseJudgement(passphrase);
  const isWhole = name.trim() !== '' && current !== '' && passphrase !== '';
  const add = async () => {
    const outcome = await call(bridge.addTherapist({ current, passphrase, therapist: { name, credential } }));
    setCurrent('');
    if (outcome.ok) onDone();
  };
  return (
    <Panel title="Another therapist">
      <p className="soft">They type their own passphrase here. Each signs with a key of their own.</p>
      <div className="pair">
        <Field label="Their name" value={name} onChange={setName} />
        <Field label="Credential" value={credential} onChange={setCredential} />
      </div>
      <Field label="Their passphrase" kind="password" value={passphrase} onChange={setPassphrase} />
      <PassphraseStrength judgement={judgement} />
      <Field label="Your passphrase" kind="password" value={current} onChange={setCurrent} />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button kind="primary" disabled={busy || !isWhole} onPress={() => void add()}>
          Add the therapist
        </Button>
        {busy && <p role="status">Working</p>}
      </div>
    </Panel>
  );
}

/** `proof`: what is typed to prove who asks. */
function ChangePassphrase({
  slotId,
  proof,
  onDone,
}: {
  readonly slotId: string;
  readonly proof: string;
  readonly onDone: () => void;
}) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [current, setCurrent] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const judgement = usePassphraseJudgement(passphrase);
  const change = async () => {
    const outcome = await call(bridge.changePassphrase({ slotId, current, passphrase }));
    setCurrent('');
    if (outcome.ok) onDone();
  };
  return (
    <Panel title="Another passphrase">
      {proof === 'Recovery key' && (
        <p className="soft">
          Their signing key is opened by the old passphrase only: with the new one they sign with another key. What they
          signed stays valid.
        </p>
      )}
      <Field label={proof} kind="password" value={current} onChange={setCurrent} />
      <Field label="The new one" kind="password" value={passphrase} onChange={setPassphrase} />
      <PassphraseStrength judgement={judgement} />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button kind="primary" disabled={busy || current === '' || passphrase === ''} onPress={() => void change()}>
          Change it
        </Button>
        {busy && <p role="status">Working</p>}
      </div>
    </Panel>
  );
}
