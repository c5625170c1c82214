import { Choice } from './Choice.tsx';

const options = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const;

/** A question that is answered yes or no, without a default. */
export function YesNo({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: 'yes' | 'no' | null;
  readonly onChange: (value: 'yes' | 'no') => void;
}) {
  return <Choice label={label} options={options} value={value} onChange={onChange} />;
}
