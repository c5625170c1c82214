import * as z from 'zod';
import {
  type MonitorsState,
  monitorsStateSchema,
  type RawDelivery,
  rawDeliverySchema,
  userSlotSchema,
  wallTimeSchema,
} from './monitors-state.ts';

/**
 * Where readings come from: real monitors, or in a rehearsal a simulated one with its pressures in order. The encoding
 * of the simulated monitor reaches from 25 to 280 mmHg.
 */
export const monitorsModeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('real') }),
  z.strictObject({
    kind: z.literal('simulated'),
    pressures: z
      .array(
        z.strictObject({
          systolicMmHg: z.number().int().min(25).max(280),
          diastolicMmHg: z.number().int().min(25).max(280),
          pulsePerMin: z.number().int().min(0).max(255),
        }),
      )
      .min(1)
      .max(1000),
  }),
]);
export type MonitorsMode = z.infer<typeof monitorsModeSchema>;

const commandId = z.number().int().min(0);

/** What the main process says to the monitors process. Every command is answered by `taken` once the state shows it. */
export const toMonitorsSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), commandId, mode: monitorsModeSchema }),
  z.strictObject({ type: z.literal('bind'), commandId, monitorKey: z.string().min(1).max(400), slot: userSlotSchema }),
  z.strictObject({ type: z.literal('begin'), commandId, now: wallTimeSchema }),
  z.strictObject({ type: z.literal('fetch'), commandId, now: wallTimeSchema }),
  z.strictObject({ type: z.literal('cancel'), commandId }),
  z.strictObject({ type: z.literal('start-monitor'), commandId }),
  z.strictObject({ type: z.literal('stop-monitor'), commandId }),
]);
export type ToMonitors = z.infer<typeof toMonitorsSchema>;

/** What the monitors process says to the main process. */
export const fromMonitorsSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('state'), state: monitorsStateSchema }),
  z.strictObject({ type: z.literal('delivery'), delivery: rawDeliverySchema }),
  z.strictObject({ type: z.literal('taken'), commandId }),
  /** A message that is none of `ToMonitors`. */
  z.strictObject({ type: z.literal('not-understood'), detail: z.string().max(400) }),
]) satisfies z.ZodType<FromMonitors>;
export type FromMonitors =
  | { readonly type: 'state'; readonly state: MonitorsState }
  | { readonly type: 'delivery'; readonly delivery: RawDelivery }
  | { readonly type: 'taken'; readonly commandId: number }
  | { readonly type: 'not-understood'; readonly detail: string };
