import { backupFaults } from './backup-kills.ts';
import { damageFaults } from './damage.ts';
import { diskFaults } from './disk-trouble.ts';
import type { Fault } from './fault.ts';
import { keyFaults } from './key-kills.ts';
import { killFaults } from './kills.ts';
import { powerFaults } from './power-cuts.ts';
import { secrecyFaults } from './secrecy.ts';
import { sharingFaults } from './two-processes.ts';

/** Every fault, the longest first, so that two at a time end together. */
export const allFaults: readonly Fault[] = [
  ...killFaults,
  ...keyFaults,
  ...backupFaults,
  ...powerFaults,
  ...damageFaults,
  ...diskFaults,
  ...sharingFaults,
  ...secrecyFaults,
];
