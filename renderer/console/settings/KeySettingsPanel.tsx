import { useState } from 'react';
import { type ConsoleCommandId, consoleCommandIds } from '../../../shared/bridge/console-settings.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { keysOf, takenBy } from '../keys/command-of-key.ts';
import { KeyCatcher } from '../keys/KeyCatcher.tsx';
import '../keys/keys.css';
import { typesText } from '../keys/key-combination.ts';
import { keyRegistry } from '../keys/key-registry.ts';
import { commandWords, keyInWords, keyWords } from '../words/key-words.ts';
import { useConsoleSettings } from './useConsoleSettings.ts';

/** Which key does what, on this machine: another one, none, or a pedal. Two commands never share a key. */
export function KeySettingsPanel() {
  const { settings, set, problem } = useConsoleSettings();
  const [changing, setChanging] = useState<ConsoleCommandId | null>(null);
  const [adding, setAdding] = useState(false);
  const shownKeys = (id: ConsoleCommandId) => keysOf(settings, id).map(keyInWords).join(', ') || keyWords.noKey;
  return (
    <>
      <Panel title={keyWords.title}>
        <Check
          label={keyWords.singleKeys}
          checked={settings.singleKeys}
          onChange={(singleKeys) => set({ singleKeys })}
        />
        <ProblemNote problem={problem} />
        <ul className="settings-list" aria-label={keyWords.title}>
          {consoleCommandIds.map((id) => (
            <li key={id} className="key-change">
              <span>{commandWords[id]}</span>
              <Button label={keyWords.change(commandWords[id], shownKeys(id))} onPress={() => setChanging(id)}>
                {shownKeys(id)}
              </Button>
              {changing === id && (
                <KeyCatcher
                  words={keyWords.pressNow}
                  refuse={(key) => refusal(key, takenBy(settings, key, id), keyRegistry[id].whileTyping === true)}
                  onKey={(key) => {
                    set({ keys: { ...settings.keys, [id]: key } });
                    setChanging(null);
                  }}
                  onNone={() => {
                    set({ keys: { ...settings.keys, [id]: null } });
                    setChanging(null);
                  }}
                  onLeave={() => setChanging(null)}
                />
              )}
            </li>
          ))}
        </ul>
        <div className="row">
          <Button disabled={Object.keys(settings.keys).length === 0} onPress={() => set({ keys: {} })}>
            {keyWords.usual}
          </Button>
        </div>
      </Panel>
      <Panel title={keyWords.pedals}>
        <p className="soft">{keyWords.pedalsHint}</p>
        <ul className="settings-list" aria-label={keyWords.pedals}>
          {settings.pedals.map((pedal) => (
            <li key={pedal.key} className="key-change">
              <span>
                {keyInWords(pedal.key)}: {commandWords[pedal.command]}
              </span>
              <Button
                label={keyWords.removePedal(keyInWords(pedal.key))}
                onPress={() => set({ pedals: settings.pedals.filter((other) => other !== pedal) })}
              >
                {keyWords.remove}
              </Button>
            </li>
          ))}
        </ul>
        {adding ? (
          <NewPedal
            takenBy={(key) => takenBy(settings, key, null)}
            onPedal={(pedal) => {
              set({ pedals: [...settings.pedals, pedal] });
              setAdding(false);
            }}
            onLeave={() => setAdding(false)}
          />
        ) : (
          <div className="row">
            <Button disabled={settings.pedals.length >= mostPedals} onPress={() => setAdding(true)}>
              {keyWords.addPedal}
            </Button>
          </div>
        )}
      </Panel>
    </>
  );
}

/** As many as the settings keep. */
const mostPedals = 8;

/** What a foot may ask for: what is needed without looking, and is easily taken back or wanted twice. */
const pedalCommands: readonly ConsoleCommandId[] = [
  ...(['note-mark', 'tag-1', 'tag-2', 'tag-3', 'tag-4', 'tag-5', 'measure'] as const),
  ...(['music-toggle', 'music-quieter', 'music-louder', 'music-next', 'next-phase', 'emergency'] as const),
];

function NewPedal({
  takenBy: taken,
  onPedal,
  onLeave,
}: {
  readonly takenBy: (key: string) => ConsoleCommandId | null;
  readonly onPedal: (pedal: { readonly key: string; readonly command: ConsoleCommandId }) => void;
  readonly onLeave: () => void;
}) {
  const [command, setCommand] = useState<ConsoleCommandId | null>(null);
  return (
    <>
      <Choice
        label={keyWords.pedalIsFor}
        options={pedalCommands.map((value) => ({ value, label: commandWords[value] }))}
        value={command}
        onChange={setCommand}
      />
      {command !== null && (
        <KeyCatcher
          words={keyWords.pressPedal}
          refuse={(key) => refusal(key, taken(key), false)}
          onKey={(key) => onPedal({ key, command })}
          onLeave={onLeave}
        />
      )}
    </>
  );
}

/** Why a key can't be taken, or null. */
function refusal(key: string, taken: ConsoleCommandId | null, actsWhileTyping: boolean): string | null {
  if (taken !== null) return keyWords.taken(keyInWords(key), commandWords[taken]);
  return actsWhileTyping && typesText(key) ? keyWords.typing : null;
}
