import { consoleCommandIds } from '../../../shared/bridge/console-settings.ts';
import { usePicture } from '../store.ts';
import { commandWords, keyInWords, keyWords } from '../words/key-words.ts';
import { keysOf } from './command-of-key.ts';
import { type KeyGroup, keyRegistry } from './key-registry.ts';
import './keys.css';

const groups: readonly KeyGroup[] = ['notes', 'pressure', 'music', 'session', 'screen'];

/** Every key of this machine's console, from the same list that the keys act by. */
export function KeyList() {
  const { console: settings } = usePicture();
  return (
    <div className="key-list">
      <p className="soft">{settings.singleKeys ? keyWords.plain : keyWords.off}</p>
      {groups.map((group) => (
        <section key={group} aria-label={keyWords.groups[group]}>
          <h3 className="key-group">{keyWords.groups[group]}</h3>
          <dl className="key-rows">
            {consoleCommandIds
              .filter((id) => keyRegistry[id].group === group)
              .map((id) => (
                <div key={id} className="key-row">
                  <dt>
                    {keysOf(settings, id).map((key) => (
                      <kbd key={key}>{keyInWords(key)}</kbd>
                    ))}
                    {settings.pedals
                      .filter((pedal) => pedal.command === id)
                      .map((pedal) => (
                        <kbd key={pedal.key}>{keyInWords(pedal.key)}</kbd>
                      ))}
                    {keysOf(settings, id).length === 0 && <span className="soft">{keyWords.noKey}</span>}
                  </dt>
                  <dd>{commandWords[id]}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <dl className="key-rows">
        <div className="key-row">
          <dt>
            <kbd>{keyInWords('escape')}</kbd>
          </dt>
          <dd>{keyWords.escape}</dd>
        </div>
        <div className="key-row">
          <dt>
            <kbd>{keyInWords('tab')}</kbd>
          </dt>
          <dd>{keyWords.tab}</dd>
        </div>
      </dl>
    </div>
  );
}
