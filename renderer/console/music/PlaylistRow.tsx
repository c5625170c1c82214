import { useState } from 'react';
import { arcMsOf, entriesInOrder, type SectionedPlaylist } from '../../../shared/music/playlist.ts';
import { Button } from '../../design/Button.tsx';
import { HoldButton } from '../../design/HoldButton.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { wholeMinutes } from '../../design/time.ts';
import { useCall } from '../asking/useAsk.ts';
import { FolderField } from '../folder/FolderField.tsx';
import { useBridge } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';

/** How long a playlist is held until it is removed. Milliseconds, as for everything that can't be undone. */
const removeHoldMs = 1_000;

/** One of the clinic's playlists: to be changed, exported or removed. */
export function PlaylistRow({
  playlist,
  isInUse,
  onEdit,
  onRemoved,
}: {
  readonly playlist: SectionedPlaylist;
  readonly isInUse: boolean;
  readonly onEdit: () => void;
  readonly onRemoved: () => void;
}) {
  const bridge = useBridge();
  const { problem, call } = useCall();
  const [asking, setAsking] = useState<'export' | 'remove' | null>(null);
  const { title, playlistId } = playlist;
  const remove = async () => {
    const outcome = await call(bridge.removePlaylist({ playlistId }));
    if (outcome.ok) onRemoved();
  };
  return (
    <li className="stack">
      <div className="piece-line">
        <div className="piece-words">
          <p className="piece-title">{title}</p>
          <p className="soft">{lengthWords(playlist)}</p>
        </div>
        <Button label={words.editOf(title)} disabled={isInUse} onPress={onEdit}>
          {words.edit}
        </Button>
        <Button label={words.exportOf(title)} onPress={() => setAsking('export')}>
          {words.export}
        </Button>
        <Button kind="quiet" label={words.removeOf(title)} disabled={isInUse} onPress={() => setAsking('remove')}>
          {words.remove}
        </Button>
      </div>
      {isInUse && <p className="soft">{words.inUse}</p>}
      <ProblemNote problem={problem} />
      {asking === 'export' && <ExportForm playlistId={playlistId} onDone={() => setAsking(null)} />}
      {asking === 'remove' && (
        <div className="row">
          <HoldButton
            kind="warning"
            label={words.removeHold(title)}
            holdingLabel={words.removing}
            holdMs={removeHoldMs}
            onHeld={() => void remove()}
          />
          <Button kind="quiet" onPress={() => setAsking(null)}>
            {words.removeNot}
          </Button>
        </div>
      )}
    </li>
  );
}

function ExportForm({ playlistId, onDone }: { readonly playlistId: string; readonly onDone: () => void }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [folder, setFolder] = useState('');
  const [file, setFile] = useState<string | null>(null);
  const write = async () => {
    const outcome = await call(bridge.exportPlaylist({ playlistId, folder: folder.trim() }));
    setFile(outcome.ok ? outcome.value.file : null);
  };
  return (
    <div className="stack">
      <FolderField label={words.exportFolder} value={folder} onChange={setFolder} />
      <ProblemNote problem={problem} />
      {file !== null && <p role="status">{words.exported(file)}</p>}
      <div className="row">
        <Button disabled={busy || folder.trim() === ''} onPress={() => void write()}>
          {words.exportNow}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

function lengthWords({ sections }: SectionedPlaylist): string {
  const length = `${words.pieces(entriesInOrder(sections).length)} · ${words.minutes(wholeMinutes(arcMsOf(sections)))}`;
  return sections.extension.length > 0 ? `${length}, ${words.thenExtension}` : length;
}
