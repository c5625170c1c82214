import type { OutputsPicture } from '../../../shared/bridge/outputs-picture.ts';
import type { Output, OutputRole } from '../../../shared/music/outputs.ts';
import { Button } from '../../design/Button.tsx';
import { Choice, type Option } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Slider } from '../../design/Slider.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';
import { outputWords as words } from '../words/output-words.ts';
import './outputs.css';

/** What stands for the system's own output, and for no second one. */
const NONE = 'none';

/** Where the music is heard: by name, each tried with a soft tone. */
export function OutputPanel() {
  const { outputs, music } = usePicture();
  const bridge = useBridge();
  const { problem, call } = useCall();
  const { present, main, second } = outputs;
  const choose = (role: OutputRole, value: string) =>
    void call(bridge.chooseOutput({ role, outputId: value === NONE ? null : value }));
  const hasSeveral = (present?.length ?? 0) > 1 || second !== null;
  const ceilingPercent = Math.round(music.volumeCeiling * 100);
  return (
    <section className="form-stack" aria-label={words.title}>
      {present === null ? (
        <p className="quiet-text">{words.unnamed}</p>
      ) : (
        <Choice
          label={words.main}
          options={optionsOf(words.systemOutput, present, main.chosen, second?.chosen ?? null)}
          value={main.chosen?.outputId ?? NONE}
          onChange={(value) => choose('main', value)}
        />
      )}
      {!music.playing && <Tone at="main" />}
      {present !== null && hasSeveral && (
        <Choice
          label={words.second}
          options={optionsOf(words.noSecond, present, second?.chosen ?? null, main.chosen)}
          value={second?.chosen.outputId ?? NONE}
          onChange={(value) => choose('second', value)}
        />
      )}
      {second !== null && (
        <>
          <Slider
            label={words.secondVolume}
            value={Math.round(second.volume * 100)}
            least={0}
            most={ceilingPercent}
            unit={words.percent}
            onChange={(percent) => void call(bridge.setSecondVolume({ volume: percent / 100 }))}
          />
          {!music.playing && <Tone at="second" />}
        </>
      )}
      <ProblemNote problem={problem ?? outputs.problem} />
    </section>
  );
}

/** Those that are there, and the one that was chosen where it is not; never the one that is taken. */
function optionsOf(
  none: string,
  present: readonly Output[],
  chosen: Output | null,
  taken: Output | null,
): readonly Option<string>[] {
  const isThere = present.some(({ outputId }) => outputId === chosen?.outputId);
  const missing =
    chosen === null || isThere ? [] : [{ value: chosen.outputId, label: words.notConnected(chosen.name) }];
  const named = present
    .filter(({ outputId }) => outputId !== taken?.outputId)
    .map(({ outputId, name }) => ({ value: outputId, label: name }));
  return [{ value: NONE, label: none }, ...named, ...missing];
}

/** The soft tone of one output, and what goes out while it lasts. */
function Tone({ at }: { readonly at: OutputRole }) {
  const { outputs } = usePicture();
  const bridge = useBridge();
  const { problem, call } = useCall();
  const isSounding = outputs.tone !== null;
  return (
    <>
      <div className="action-row">
        <Button disabled={isSounding} onPress={() => void call(bridge.testOutput({ role: at }))}>
          {words.tone[at]}
        </Button>
        <LevelMeter label={words.level[at]} levelDb={levelAt(outputs, at)} />
      </div>
      {at === 'main' && <p className="quiet-text">{words.toneHint}</p>}
      <ProblemNote problem={problem} />
    </>
  );
}

function levelAt({ tone }: OutputsPicture, role: OutputRole): number | null {
  return tone?.role === role ? tone.levelDb : null;
}

/** The quietest level that the meter shows, in dBFS: under it nothing is heard in a quiet room. */
const LEAST_DB = -60;

function LevelMeter({ label, levelDb }: { readonly label: string; readonly levelDb: number | null }) {
  const shownDb = levelDb === null ? LEAST_DB : Math.min(0, Math.max(LEAST_DB, levelDb));
  return (
    <span className="level-meter">
      <meter aria-label={label} min={LEAST_DB} max={0} value={shownDb} />
      <span className="level-words">{levelDb === null ? '' : words.decibels(levelDb)}</span>
    </span>
  );
}
