import { Heart } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../../design/Icon.tsx';

/** Systolic over diastolic, to be read from two metres, with the pulse below; dashes where there is no reading. */
export function PressureDigits({
  reading,
  old = false,
  stands,
  children,
}: {
  readonly reading: {
    readonly systolicMmHg: number;
    readonly diastolicMmHg: number;
    readonly pulsePerMin: number | null;
  } | null;
  /** Past the time of the next one: shown fainter. */
  readonly old?: boolean;
  /** How it may be relied on, for its looks: hatched where it may not, its label turned inside out where it is out of range. */
  readonly stands?: string;
  readonly children?: ReactNode;
}) {
  return (
    <>
      <p className="pressure-digits" data-old={old} data-stands={stands}>
        {reading === null ? '--' : reading.systolicMmHg}
        <span className="pressure-slash">/</span>
        {reading === null ? '--' : reading.diastolicMmHg}
      </p>
      {(reading !== null || children !== undefined) && (
        <div className="pressure-pulse-row" data-stands={stands}>
          {reading !== null && reading.pulsePerMin !== null && (
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
