import * as z from 'zod';

/** What run.ts asks of a lane. */
export const laneRequestSchema = z.strictObject({
  name: z.string(),
  depth: z.enum(['quick', 'normal', 'long']),
  seed: z.int(),
  programs: z.strictObject({ scenario: z.string(), keys: z.string(), backups: z.string(), troubled: z.string() }),
});
export type LaneRequest = z.infer<typeof laneRequestSchema>;

/** What a lane answers. `seconds`: how long it took. */
export const laneAnswerSchema = z.strictObject({
  name: z.string(),
  tally: z.strictObject({
    trials: z.int(),
    lost: z.int(),
    undetected: z.int(),
    unmet: z.array(z.string()),
    skipped: z.string().nullable(),
  }),
  seconds: z.number(),
});
export type LaneAnswer = z.infer<typeof laneAnswerSchema>;
