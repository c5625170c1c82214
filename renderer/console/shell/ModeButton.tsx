import { Moon, MoonStar, Sun } from 'lucide-react';
import { type AppearanceMode, brighterMode, darkerMode, nextMode } from '../../../shared/bridge/appearance-mode.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useBridge, usePicture } from '../store.ts';

const icons = { day: Sun, dim: Moon, blackout: MoonStar, red: MoonStar } as const;

/** Darker by one press or `D`, brighter by `Shift+D`; from the darkest the press leads back to day. The words say where. */
export function ModeButton() {
  const bridge = useBridge();
  const { appearance } = usePicture();
  const next = nextMode(appearance);
  const change = (mode: AppearanceMode) => {
    if (mode !== appearance) void bridge.setAppearance({ mode });
  };
  const keys = useCommandKey('darker', () => change(darkerMode(appearance)));
  useCommandKey('brighter', () => change(brighterMode(appearance)));
  return (
    <Button
      kind="quiet"
      label={`Switch to ${next}`}
      icon={<Icon icon={icons[next]} />}
      onPress={() => change(next)}
      {...(keys === undefined ? {} : { keys })}
    />
  );
}
