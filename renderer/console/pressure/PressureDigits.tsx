import { Heart } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../../design/Icon.tsx';

/** Systolic over diastolic, to be read from two metres, with the pulse below; dashes where there is no reading. */
export function PressureDigits({
  reading,
  old = false,
  children,
}: {
  readonly reading: {
    readonly systolicMmHg: number;
    readonly diastolicMmHg: number;
    readonly pulsePerMin: number | null;
  } | null;
  /** Past the time of the next one: shown fainter. */
  readonly old?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <>
      <p className="pressure-digits" data-old={old}>
        {reading === null ? '--' : reading.systolicMmHg}
        <span className="pressure-slash">/</span>
        {reading === null ? '--' : reading.diastolicMmHg}
      </p>
      {reading !== null && (
        <div className="pressure-pulse-row">
          {reading.pulsePerMin !== null && (
            <p className="pressure-pulse">
              <Icon icon={Heart} size={36} />
              <span className="unseen">Pulse</span>
              {reading.pulsePerMin}
            </p>
          )}
          {children}
        </div>
      )}
    </>
  );
}
