import * as z from 'zod';
import type { Output, OutputWish } from './outputs.ts';

// Apart from the types: the player's page takes no schema along, for its policy refuses what they are compiled with.

const output = { outputId: z.string().min(1).max(200), name: z.string().min(1).max(200) };

export const outputSchema: z.ZodType<Output> = z.strictObject(output);

export const outputWishSchema: z.ZodType<OutputWish> = z.strictObject({
  main: outputSchema.nullable(),
  second: z.strictObject({ ...output, volume: z.number().min(0).max(1) }).nullable(),
});
