import { useState } from 'react';
import type { PlaylistImportPicture } from '../../../shared/bridge/playlist-shelf.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';

/** Takes in a playlist that was exported, and names what this library lacks. */
export function PlaylistImport({
  onImported,
  onDone,
}: {
  readonly onImported: () => void;
  readonly onDone: () => void;
}) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [path, setPath] = useState('');
  const [imported, setImported] = useState<PlaylistImportPicture | null>(null);
  const pick = async () => {
    const outcome = await call(bridge.pickPlaylistFile({}));
    if (outcome.ok && outcome.value !== null) setPath(outcome.value);
  };
  const bring = async () => {
    setImported(null);
    const outcome = await call(bridge.importPlaylistFile({ path: path.trim() }));
    if (!outcome.ok) return;
    setImported(outcome.value);
    onImported();
  };
  return (
    <section className="stack" aria-label={words.import}>
      <Field label={words.importFile} value={path} onChange={setPath} />
      <ProblemNote problem={problem} />
      {imported !== null && (
        <div className="stack" role="status">
          <p>{words.imported(imported.title)}</p>
          <Titles words={words.missing} titles={imported.missing} />
          <Titles words={words.leftOut} titles={imported.leftOut} />
        </div>
      )}
      <div className="row">
        <Button disabled={busy} onPress={() => void pick()}>
          {words.chooseFile}
        </Button>
        <Button kind="primary" disabled={busy || path.trim() === ''} onPress={() => void bring()}>
          {words.importNow}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words.cancel}
        </Button>
      </div>
    </section>
  );
}

function Titles({ words: said, titles }: { readonly words: string; readonly titles: readonly string[] }) {
  if (titles.length === 0) return null;
  return (
    <div>
      <p>{said}</p>
      <ul className="plain-titles">
        {[...new Set(titles)].map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
    </div>
  );
}
