import { TriangleAlert } from 'lucide-react';
import { Icon } from '../../design/Icon.tsx';
import type { Press } from '../../design/press.ts';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useLight } from '../light/light-state.tsx';
import './emergency-button.css';

/** Always in the same corner, one touch, also by `E`. `running` is how long an open emergency lasts, in words. */
export function EmergencyButton({
  onPress,
  running = null,
}: {
  readonly onPress: (press: Press) => void;
  readonly running?: string | null;
}) {
  const { uncover } = useLight();
  const press = (touch: Press) => {
    uncover();
    onPress(touch);
  };
  const keys = useCommandKey('emergency', press);
  return (
    <button type="button" className="emergency-button" aria-keyshortcuts={keys} onClick={press}>
      <Icon icon={TriangleAlert} size={30} />
      <span>{running === null ? 'Emergency' : `Emergency ${running}`}</span>
    </button>
  );
}
