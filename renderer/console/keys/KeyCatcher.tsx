import { useEffect, useRef, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { keyWords } from '../words/key-words.ts';
import { combinationOf } from './key-combination.ts';

/** Keys by which one moves about and leaves: they are never given away. */
const kept = new Set(['tab', 'shift+tab', 'escape', 'enter', 'space', 'shift+enter', 'shift+space']);

/** Waits for one key and hands it on before it can do anything else. Escape leaves, Tab goes on. */
export function KeyCatcher({
  words,
  refuse,
  onKey,
  onNone,
  onLeave,
}: {
  readonly words: string;
  /** Why this key can't be taken, or null. */
  readonly refuse: (key: string) => string | null;
  readonly onKey: (key: string) => void;
  readonly onNone?: () => void;
  readonly onLeave: () => void;
}) {
  const [refused, setRefused] = useState<string | null>(null);
  const latest = useRef({ refuse, onKey, onLeave });
  useEffect(() => {
    latest.current = { refuse, onKey, onLeave };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const key = combinationOf(event);
      if (key === null || (kept.has(key) && key !== 'escape')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (key === 'escape') return latest.current.onLeave();
      const why = latest.current.refuse(key);
      setRefused(why);
      if (why === null) latest.current.onKey(key);
    };
    // Before every key of the console: none of them acts on the key that is being chosen.
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
  return (
    <div className="key-catcher">
      <p role="status">{refused ?? words}</p>
      <div className="row">
        {onNone !== undefined && <Button onPress={onNone}>{keyWords.noKeyFor}</Button>}
        <Button kind="quiet" onPress={onLeave}>
          {keyWords.keepAsIs}
        </Button>
      </div>
    </div>
  );
}
