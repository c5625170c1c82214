import * as z from 'zod';
import { type MonitorTime, monitorFamilyIds, type Reading, type SetAside } from '../../shared/vitals/reading.ts';
import { readingSchema, setAsideSchema } from '../../shared/vitals/reading-schema.ts';

const monitorKey = z.string().min(1).max(400);
export const userSlotSchema = z.enum(['A', 'B']);

/** Our wall clock at an instant: Unix time in ms, and local minus UTC in minutes. */
export const wallTimeSchema = z.strictObject({
  nowWallMs: z.number().finite(),
  utcOffsetMinutes: z.number().int().min(-840).max(840),
});
export type WallTime = z.infer<typeof wallTimeSchema>;

/** Our local time in ms, as if it were UTC: what monitors' own times are compared with. */
export function localMsOfWall(time: WallTime): number {
  return time.nowWallMs + time.utcOffsetMinutes * 60_000;
}

export const problemSchema = z.strictObject({
  code: z.string().max(80),
  sentence: z.string().max(800),
  remedy: z.string().max(800),
  toCopy: z.string().max(400).exactOptional(),
});

const monitorSummary = {
  /** What `bind` takes; the same after re-plugging wherever the system lets it be told. */
  key: monitorKey,
  family: z.enum(monitorFamilyIds),
  familyName: z.string().max(120),
  /** What the monitor says of itself over USB. A simulated one says so here. */
  product: z.string().max(200),
  serial: z.string().max(200).nullable(),
  port: z.string().max(400).nullable(),
  /** How far the driver has been proven. */
  honestStatus: z.string().max(300),
  slots: z.array(userSlotSchema),
  needsReplugBetweenReads: z.boolean(),
  /** Vigil may start it, and it sends its result by itself. */
  live: z.boolean(),
};
export const monitorSummarySchema = z.strictObject(monitorSummary);
export type MonitorSummary = z.infer<typeof monitorSummarySchema>;

export const boundMonitorSchema = z.strictObject({
  ...monitorSummary,
  slot: userSlotSchema,
  pluggedIn: z.boolean(),
  /** What the monitor called itself after the handshake; `null` before it was read. */
  model: z.string().max(80).nullable(),
});
export type BoundMonitor = z.infer<typeof boundMonitorSchema>;

/**
 * What goes on with the chosen monitor. The last four belong to one that Vigil listens to: `live-measuring` from the
 * press on start, `live-stopping` from the press on stop.
 */
export const monitorActivities = [
  'idle',
  'reading-memory',
  'waiting-for-measurement',
  'reading-new',
  'live-preparing',
  'live-listening',
  'live-measuring',
  'live-stopping',
] as const;

export const monitorsStateSchema = z.strictObject({
  /** What is plugged in and looks like a monitor; trusted only after the handshake. */
  present: z.array(monitorSummarySchema),
  bound: boundMonitorSchema.nullable(),
  activity: z.enum(monitorActivities),
  /** Vigil reads by itself as soon as the chosen monitor is plugged in again. */
  readsOnArrival: z.boolean(),
  problem: problemSchema.nullable(),
  /** An exchange is under way; in a rehearsal also while the simulated patient measures. */
  busy: z.boolean(),
});
export type MonitorsState = z.infer<typeof monitorsStateSchema>;

export const initialMonitorsState: MonitorsState = {
  present: [],
  bound: null,
  activity: 'idle',
  readsOnArrival: false,
  problem: null,
  busy: false,
};

/** What came out of the monitor after a measurement, as the process hands it over. */
export type RawDelivery = {
  /** Measured since the prompt, oldest first. Recorded at once, counted once the therapist confirmed them. */
  readonly fresh: readonly Reading[];
  /** In doubt, newest first: the therapist says which of them, if any, is this measurement. */
  readonly candidates: readonly Reading[];
  readonly setAside: readonly SetAside[];
  /** The memory before the measurement is unknown, or this memory is not the one from before. */
  readonly withoutSnapshot: boolean;
  /** What is fresh is so only by the monitor's word for the time. */
  readonly trustsMonitorTime: boolean;
  /** The monitor's own clock when it was read; `null` where it cannot be read. */
  readonly monitorClock: MonitorTime;
  readonly promptedAt: WallTime | null;
};
export const rawDeliverySchema = z.strictObject({
  fresh: z.array(readingSchema).max(512),
  candidates: z.array(readingSchema).max(512),
  setAside: z.array(setAsideSchema).max(512),
  withoutSnapshot: z.boolean(),
  trustsMonitorTime: z.boolean(),
  monitorClock: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
    .nullable(),
  promptedAt: wallTimeSchema.nullable(),
}) satisfies z.ZodType<RawDelivery>;

/** What came out of the monitor, with its clock judged. */
export type Delivery = Pick<RawDelivery, 'fresh' | 'candidates' | 'setAside' | 'withoutSnapshot'> & {
  readonly clock: 'agrees' | 'differs' | 'unset' | 'unknown';
  /** Monitor's clock minus ours in ms, where they are more than two minutes apart; else `null`. */
  readonly clockDifferenceMs: number | null;
};
