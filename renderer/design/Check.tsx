import './field.css';

/** Something to tick off. */
export function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className="choice-option check" data-chosen={checked}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span className="check-box" aria-hidden="true">
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
          <path d="M3.5 9.5l3.5 3.5 7.5-8" />
        </svg>
      </span>
      <span>{label}</span>
    </label>
  );
}
