import { Moon, Sun } from 'lucide-react';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { useKey } from '../keys/useKey.ts';
import { useBridge, usePicture } from '../store.ts';

/** Day and dim, by touch or by `D`. The words say where the press leads. */
export function ModeButton() {
  const bridge = useBridge();
  const { appearance } = usePicture();
  const next = appearance === 'dim' ? 'day' : 'dim';
  const change = () => void bridge.setAppearance({ mode: next });
  useKey('d', change);
  return (
    <Button
      kind="quiet"
      label={next === 'day' ? 'Switch to day' : 'Switch to dim'}
      icon={<Icon icon={next === 'day' ? Sun : Moon} />}
      onPress={change}
    />
  );
}
