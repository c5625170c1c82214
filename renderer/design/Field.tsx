import { useId } from 'react';
import { writtenTime } from './written-time.ts';
import './field.css';

export type FieldKind = 'text' | 'number' | 'date' | 'password' | 'datetime-local';

const placeholders: Partial<Record<FieldKind, string>> = { date: '1984-05-23', 'datetime-local': '2026-11-24 10:00' };

/**
 * One line to write in, under its label. Numbers and dates are typed, not picked: no bright picker opens in a dark room.
 * The value is always a string; a date is `1984-05-23`, a date and time `2026-11-24T10:00`.
 */
export function Field({
  label,
  value,
  onChange,
  hint,
  kind = 'text',
  unit,
  autoFocus = false,
  onEnter,
  onFocus,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly kind?: FieldKind;
  readonly unit?: string;
  readonly autoFocus?: boolean;
  readonly onEnter?: () => void;
  readonly onFocus?: () => void;
}) {
  const id = useId();
  const typedTime = kind === 'date' || kind === 'datetime-local';
  const change = (typed: string) => {
    if (kind === 'date' || kind === 'datetime-local') onChange(writtenTime(typed, kind));
    else onChange(kind === 'number' ? typed.replace(',', '.') : typed);
  };
  return (
    <div className={`field field-${kind}`}>
      <label htmlFor={id}>{label}</label>
      <div className="field-row">
        <input
          id={id}
          type={kind === 'password' ? 'password' : 'text'}
          inputMode={kind === 'number' ? 'decimal' : typedTime ? 'numeric' : undefined}
          placeholder={placeholders[kind]}
          value={kind === 'datetime-local' ? value.replace('T', ' ') : value}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && onEnter !== undefined) onEnter();
          }}
          onFocus={onFocus}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          ref={autoFocus ? focusOnce : undefined}
        />
        {unit !== undefined && <span className="field-unit">{unit}</span>}
      </div>
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function focusOnce(element: HTMLInputElement | null): void {
  element?.focus();
}
