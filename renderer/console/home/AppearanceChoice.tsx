import { type AppearanceMode, appearanceModes } from '../../../shared/bridge/appearance-mode.ts';
import { Choice } from '../../design/Choice.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';

const words: Record<AppearanceMode, string> = {
  day: 'Day',
  dim: 'Dim',
  blackout: 'Blackout: amber',
  red: 'Blackout: red',
};
const options = appearanceModes.map((mode) => ({ value: mode, label: words[mode] }));

/** All palettes by name. Red is only chosen here, and says for whom it is not. */
export function AppearanceChoice() {
  const bridge = useBridge();
  const { appearance } = usePicture();
  const { problem, call } = useCall();
  return (
    <Panel title="Appearance">
      <Choice
        label="Palette of this machine"
        options={options}
        value={appearance}
        onChange={(mode) => void call(bridge.setAppearance({ mode }))}
      />
      {appearance === 'red' && (
        <p role="status">Who does not see red cannot read this screen. Choose amber for a room of others.</p>
      )}
      <ProblemNote problem={problem} />
    </Panel>
  );
}
