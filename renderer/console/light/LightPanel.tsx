import { Minus, Plus } from 'lucide-react';
import { type AppearanceMode, appearanceModes } from '../../../shared/bridge/appearance-mode.ts';
import { type DisplaySettings, dimmerLimits, textLimits } from '../../../shared/bridge/display-settings.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Slider } from '../../design/Slider.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';
import { useLight } from './light-state.tsx';

const words: Record<AppearanceMode, string> = {
  day: 'Day',
  dim: 'Dim',
  blackout: 'Blackout: amber',
  red: 'Blackout: red',
};
const options = appearanceModes.map((mode) => ({ value: mode, label: words[mode] }));
const hands = [
  { value: 'right', label: 'Right hand' },
  { value: 'left', label: 'Left hand' },
] as const;

/** Everything about light and touch: palettes by name, dimmer, black screen, touch lock, hand, size of text. */
export function LightPanel() {
  const bridge = useBridge();
  const { appearance, display } = usePicture();
  const { veil, lockTouch } = useLight();
  const { problem, call } = useCall();
  const set = (change: Partial<DisplaySettings>) => void call(bridge.setDisplay({ ...display, ...change }));
  const resize = (step: number) => set({ textPercent: display.textPercent + step });
  return (
    <div className="stack">
      <Choice
        label="Palette of this machine"
        options={options}
        value={appearance}
        onChange={(mode) => void call(bridge.setAppearance({ mode }))}
      />
      {appearance === 'red' && (
        <p role="status">Who does not see red cannot read this screen. Choose amber for a room of others.</p>
      )}
      <Slider
        label="Dimmer"
        value={display.dimmerPercent}
        least={dimmerLimits.least}
        most={dimmerLimits.most}
        unit="%"
        onChange={(dimmerPercent) => set({ dimmerPercent })}
      />
      <div className="row">
        <Button onPress={veil}>Dark screen</Button>
        <Button onPress={lockTouch}>Lock touch</Button>
      </div>
      <Choice label="Notes by the" options={hands} value={display.hand} onChange={(hand) => set({ hand })} />
      <div className="row">
        <span>{`Text ${display.textPercent} %`}</span>
        <Button
          label="Smaller text"
          icon={<Icon icon={Minus} />}
          disabled={display.textPercent <= textLimits.least}
          onPress={() => resize(-textLimits.step)}
        />
        <Button
          label="Larger text"
          icon={<Icon icon={Plus} />}
          disabled={display.textPercent >= textLimits.most}
          onPress={() => resize(textLimits.step)}
        />
      </div>
      <ProblemNote problem={problem} />
    </div>
  );
}
