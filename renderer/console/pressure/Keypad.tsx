import { Delete } from 'lucide-react';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

/** Digits to touch, in the console's own light: no bright keyboard of the system needs to open. */
export function Keypad({
  onDigit,
  onBack,
}: {
  readonly onDigit: (digit: string) => void;
  readonly onBack: () => void;
}) {
  return (
    <fieldset className="keypad" aria-label="Keypad">
      {digits.map((digit) => (
        <Button key={digit} label={`Digit ${digit}`} onPress={() => onDigit(digit)}>
          {digit}
        </Button>
      ))}
      <Button label="Delete the last digit" icon={<Icon icon={Delete} />} onPress={onBack} />
    </fieldset>
  );
}
