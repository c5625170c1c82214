import type { ReactNode } from 'react';
import type { ConsoleCommandId } from '../../../shared/bridge/console-settings.ts';
import { Button, type ButtonKind } from '../../design/Button.tsx';
import type { Press } from '../../design/press.ts';
import { commandWords } from '../words/key-words.ts';
import { useCommandKey } from './useCommandKey.ts';

/**
 * A command's button together with its key: both do the same, and neither acts while it is disabled. Without words of its
 * own it is called what the registry calls it.
 */
export function CommandButton({
  command,
  onPress,
  disabled = false,
  pressed,
  label,
  children,
  kind,
  icon,
}: {
  readonly command: ConsoleCommandId;
  readonly onPress: (press: Press) => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly label?: string;
  readonly children?: ReactNode;
  readonly kind?: ButtonKind;
  readonly icon?: ReactNode;
}) {
  const keys = useCommandKey(command, (press) => {
    if (!disabled) onPress(press);
  });
  const name = label ?? (children === undefined ? commandWords[command] : undefined);
  return (
    <Button
      onPress={onPress}
      disabled={disabled}
      {...(pressed === undefined ? {} : { pressed })}
      {...(kind === undefined ? {} : { kind })}
      {...(name === undefined ? {} : { label: name })}
      {...(keys === undefined ? {} : { keys })}
      icon={icon}
    >
      {children}
    </Button>
  );
}
