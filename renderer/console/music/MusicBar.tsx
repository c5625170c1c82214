import {
  Anchor,
  Ellipsis,
  Headphones,
  Minus,
  Play,
  Plus,
  Repeat,
  SkipForward,
  Undo2,
  Volume1,
  VolumeX,
} from 'lucide-react';
import { useState } from 'react';
import type { CallArgument } from '../../../shared/bridge/contract.ts';
import type { OutputRole } from '../../../shared/music/outputs.ts';
import type { Problem } from '../../../shared/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useCall } from '../asking/useAsk.ts';
import { journeyTimes } from '../journey/journey-times.ts';
import { CommandButton } from '../keys/CommandButton.tsx';
import { useBridge, useNow, usePicture, useSession } from '../store.ts';
import { musicWords as words } from '../words/music-words.ts';
import { outputWords } from '../words/output-words.ts';
import { restLine, titleLine } from './music-line.ts';
import { OutputPanel } from './OutputPanel.tsx';
import { stepped } from './volume.ts';
import './music.css';

/**
 * A list that has come to its end is no trouble: what follows it was chosen before the dose. That the output is gone stands
 * where it can be pressed to choose another one.
 */
const saidElsewhere: ReadonlySet<string> = new Set(['music-list-ended', 'music-no-output']);

/** What plays, how long it still lasts, and what can be done with it in one tap. Every change is ramped by the player. */
export function MusicBar() {
  const { music } = usePicture();
  const { problem, call } = useCall();
  const [more, setMore] = useState(false);
  const [heard, setHeard] = useState(false);
  const bridge = useBridge();
  const ask = (action: CallArgument<'music'>) => void call(bridge.music(action));
  const trouble = problem ?? (saidElsewhere.has(music.problem?.code ?? '') ? null : music.problem);

  return (
    <>
      <section className="music-bar" aria-label={words.bar} data-more={more}>
        <div className="music-words">
          {trouble === null ? (
            <MusicGlance onPress={() => setHeard(!heard)} />
          ) : (
            <p className="music-trouble" role="alert">
              <StatusMark status="caution" words={`${trouble.sentence} ${trouble.remedy}`} />
            </p>
          )}
        </div>
        <FirstControls ask={ask} />
        <div className="music-extra">
          <CourseControls ask={ask} />
          <VolumeControls ask={ask} />
        </div>
        <div className="music-more">
          <Button label={words.more} icon={<Icon icon={Ellipsis} />} pressed={more} onPress={() => setMore(!more)}>
            {words.moreShort}
          </Button>
        </div>
      </section>
      <Sheet title={outputWords.title} open={heard} onClose={() => setHeard(false)}>
        <OutputPanel />
      </Sheet>
    </>
  );
}

/** What plays, or that its output is gone; a press opens where it is heard. */
function MusicGlance({ onPress }: { readonly onPress: () => void }) {
  const { music, outputs } = usePicture();
  const session = useSession();
  const { elapsedMs } = useNow();
  const times = session?.state.phase === 'journey' ? journeyTimes(session.state, elapsedMs) : null;
  const title = titleLine(music);
  const rest = music.loadedPlaylistId === null ? '' : restLine(music, times === null ? null : times.toMaximumMs);
  // The alert above has the sentence and the remedy.
  const gone = outputs.problem === null ? null : outputWords.goneShort[goneRole(outputs.problem)];
  return (
    <Button kind="quiet" icon={<Icon icon={Headphones} />} onPress={onPress}>
      {gone === null ? (
        <>
          <span className="music-title">{title}</span> {rest !== '' && <span className="music-rest">{rest}</span>}
        </>
      ) : (
        <span className="music-trouble">
          <StatusMark status="caution" words={gone} />
        </span>
      )}
      <span className="unseen"> {outputWords.title}</span>
    </Button>
  );
}

function goneRole({ code }: Problem): OutputRole {
  return code === 'music-second-output-gone' ? 'second' : 'main';
}

type Ask = { readonly ask: (action: CallArgument<'music'>) => void };

/** What is needed most, and first: less of it, none of it, and it again. */
function FirstControls({ ask }: Ask) {
  const { music } = usePicture();
  const loaded = music.loadedPlaylistId !== null;
  return (
    <>
      <CommandButton
        command="music-softer"
        icon={<Icon icon={Volume1} />}
        pressed={music.control.softer}
        disabled={!loaded}
        onPress={() => ask({ action: 'softer' })}
      >
        {words.softer}
      </CommandButton>
      <CommandButton
        command="music-toggle"
        icon={<Icon icon={music.playing ? VolumeX : Play} />}
        disabled={!loaded}
        onPress={() => ask({ action: music.playing ? 'hush' : 'continue' })}
      >
        {music.playing ? words.hush : words.continue}
      </CommandButton>
    </>
  );
}

/** Where the music goes: it stays, moves on, or gives way to the ground; and the last of all of these taken back. */
function CourseControls({ ask }: Ask) {
  const { music } = usePicture();
  const { control } = music;
  const loaded = music.loadedPlaylistId !== null;
  return (
    <>
      <CommandButton
        command="music-stay"
        icon={<Icon icon={Repeat} />}
        pressed={control.stay}
        disabled={!loaded}
        onPress={() => ask({ action: 'stay' })}
      >
        {words.stay}
      </CommandButton>
      <CommandButton
        command="music-move-on"
        icon={<Icon icon={SkipForward} />}
        disabled={!loaded || !music.canMoveOn}
        onPress={() => ask({ action: 'move-on' })}
      >
        {words.moveOn}
      </CommandButton>
      <CommandButton
        command="music-ground"
        icon={<Icon icon={Anchor} />}
        pressed={control.grounded}
        disabled={!loaded}
        onPress={() => ask({ action: 'ground' })}
      >
        {words.groundKey}
      </CommandButton>
      <CommandButton
        command="music-undo"
        icon={<Icon icon={Undo2} />}
        disabled={control.undo === null}
        label={control.undo === null ? words.undoNone : words.undoOf[control.undo]}
        onPress={() => ask({ action: 'undo' })}
      >
        {words.undo}
      </CommandButton>
    </>
  );
}

function VolumeControls({ ask }: Ask) {
  const { music } = usePicture();
  const loaded = music.loadedPlaylistId !== null;
  const step = (direction: -1 | 1) =>
    ask({ action: 'volume', volume: stepped(music.volume, direction, music.volumeCeiling) });
  return (
    <>
      <CommandButton
        command="music-quieter"
        label={words.quieter}
        icon={<Icon icon={Minus} />}
        disabled={!loaded || music.volume <= 0}
        onPress={() => step(-1)}
      />
      <CommandButton
        command="music-louder"
        label={words.louder}
        icon={<Icon icon={Plus} />}
        disabled={!loaded || music.volume >= music.volumeCeiling}
        onPress={() => step(1)}
      />
    </>
  );
}
