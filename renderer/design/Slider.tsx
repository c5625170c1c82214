import { useId } from 'react';
import './slider.css';

/** A number between two limits that a thumb slides; arrows move it by one. Tells every value that it passes. */
export function Slider({
  label,
  value,
  least,
  most,
  unit,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="slider">
      <label htmlFor={id}>
        {label} {value} {unit}
      </label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        value={value}
        aria-valuetext={`${value} ${unit}`}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </div>
  );
}
