import * as z from 'zod';
import { monitorFamilyIds, readingFlags } from '../../shared/vitals/reading.ts';

const family = z.enum(monitorFamilyIds);
const usbNumber = z.number().int().min(0).max(0xffff);

const monitor = z.strictObject({ family, vendorId: usbNumber, productId: usbNumber, path: z.string().min(1) });
const reading = z.strictObject({
  family,
  /** As the monitor stored them, in mmHg and beats per minute. */
  systolicMmHg: z.number().int(),
  diastolicMmHg: z.number().int(),
  pulsePerMin: z.number().int(),
  /** The monitor's own local time, no zone; `null` where its clock was never set. */
  takenAt: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
    .nullable(),
  /** `null` where the monitor knows only one user. */
  slot: z.enum(['A', 'B']).nullable(),
  flags: z.array(z.enum(readingFlags)),
});
/** Something in a monitor's memory that is not taken for a reading. */
const refused = z.strictObject({ family, reason: z.string().min(1) });
/** `family` is `null` where no monitor in particular is meant. */
const error = z.strictObject({ family: family.nullable(), code: z.string().min(1), message: z.string().min(1) });
const traffic = z.strictObject({
  family,
  path: z.string().min(1),
  /** Real milliseconds since the monitor was opened. */
  atMs: z.number().int().min(0),
  direction: z.enum(['TX', 'RX', 'FEATURE']),
  hex: z.string().regex(/^(?:[0-9a-f]{2}|\*\*)(?: (?:[0-9a-f]{2}|\*\*))*$/),
});

/** One line of what `npm run monitors -- --json` prints. */
export const monitorsLineSchema = z.union([
  z.strictObject({ monitor }),
  z.strictObject({ reading }),
  z.strictObject({ refused }),
  z.strictObject({ error }),
  z.strictObject({ traffic }),
]);
export type MonitorsLine = z.infer<typeof monitorsLineSchema>;

const hex4 = (value: number) => value.toString(16).padStart(4, '0');

/** The line as a person reads it. */
export function textOfLine(line: MonitorsLine): string {
  if ('monitor' in line) {
    const { vendorId, productId, path } = line.monitor;
    return `${line.monitor.family}  ${hex4(vendorId)}:${hex4(productId)}  ${path}`;
  }
  if ('reading' in line) {
    const { systolicMmHg, diastolicMmHg, pulsePerMin, takenAt, slot, flags } = line.reading;
    const where = slot === null ? '' : `  slot ${slot}`;
    const time = takenAt ?? 'no time';
    return `  ${time}  ${systolicMmHg}/${diastolicMmHg} mmHg  pulse ${pulsePerMin}${where}${flags.map((flag) => `  ${flag}`).join('')}`;
  }
  if ('refused' in line) return `  set aside: ${line.refused.reason}`;
  if ('traffic' in line) {
    const { atMs, direction, hex } = line.traffic;
    return `  ${String(atMs).padStart(7)} ms  ${direction.padEnd(7)}  ${hex}`;
  }
  return `${line.error.family === null ? '' : '  '}${line.error.code}: ${line.error.message}`;
}
