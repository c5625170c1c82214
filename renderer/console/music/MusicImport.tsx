import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { FilesProgress } from './FilesProgress.tsx';
import { pathsIn } from './paths-in.ts';

/** Makes a playlist of local files and folders, picked or written one path a line, in this order. */
export function MusicImport({ onDone }: { onDone: () => void }) {
  const bridge = useBridge();
  const { importing } = usePicture().music;
  const { problem, busy, call } = useCall();
  const [title, setTitle] = useState('');
  const [written, setWritten] = useState('');
  const [leftOut, setLeftOut] = useState<readonly Problem[]>([]);
  const paths = pathsIn(written);

  const pick = async () => {
    const outcome = await call(bridge.pickMusicFiles({}));
    if (outcome.ok && outcome.value.length > 0) setWritten([...paths, ...outcome.value].join('\n'));
  };
  const pickFolder = async () => {
    const outcome = await call(bridge.pickFolder({}));
    if (outcome.ok && outcome.value !== null) setWritten([...paths, outcome.value].join('\n'));
  };
  const bring = async () => {
    const outcome = await call(bridge.importPlaylist({ title: title.trim(), paths }));
    if (!outcome.ok) return;
    if (outcome.value.leftOut.length === 0) onDone();
    else setLeftOut(outcome.value.leftOut);
  };

  if (importing !== null) {
    return (
      <section className="form-stack" aria-label={words.bringing}>
        <FilesProgress words={words.bringingNow(importing.done, importing.of)} progress={importing} />
        <div className="action-row">
          <Button onPress={() => void call(bridge.stopImport({}))}>{words.stopBringing}</Button>
        </div>
      </section>
    );
  }
  if (leftOut.length > 0) {
    return (
      <section className="form-stack" aria-label="Left out">
        <p role="status">The playlist is made; these files were left out.</p>
        <ul className="plain-list" aria-label="Files left out">
          {leftOut.map(({ sentence, remedy }) => (
            <li key={sentence}>
              <StatusMark status="caution" words={`${sentence} ${remedy}`} />
            </li>
          ))}
        </ul>
        <div className="action-row">
          <Button kind="primary" onPress={onDone}>
            Go on
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section className="form-stack" aria-label="Bring own music">
      <Field label="Title of the playlist" value={title} onChange={setTitle} />
      <TextArea label="Files and folders, one a line" value={written} onChange={setWritten} rows={4} />
      <ProblemNote problem={problem} />
      <div className="action-row">
        <Button disabled={busy} onPress={() => void pick()}>
          Choose files…
        </Button>
        <Button disabled={busy} onPress={() => void pickFolder()}>
          Choose a folder…
        </Button>
        <Button
          kind="primary"
          disabled={busy || title.trim() === '' || paths.length === 0}
          onPress={() => void bring()}
        >
          Make the playlist
        </Button>
        <Button kind="quiet" onPress={onDone}>
          Back
        </Button>
      </div>
    </section>
  );
}
