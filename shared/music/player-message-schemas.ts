import * as z from 'zod';
import { outputSchema, outputWishSchema } from './output-schemas.ts';
import { outputRoles } from './outputs.ts';
import type { PlayerCommand, PlayerReport } from './player-messages.ts';

// Both directions are parsed where they enter: commands in the player's preload, reports in the main process.

const id = z.string().min(1).max(80);
const trackId = z.string().regex(/^[a-z0-9-]{1,80}$/);
const volume = z.number().min(0).max(1);
/** A track or a place of more than a day is a mistake. */
const durationMs = z.number().min(0).max(86_400_000);
const trackIndex = z.number().int().min(0).max(10_000);
const levelDb = z.number().min(-200).max(60);
const sequence = z.number().int().min(0);
const format = z.enum(['wav', 'mp3', 'ogg', 'opus', 'flac', 'm4a']);

const outputRole = z.enum(outputRoles);
const condition = z.enum(['runs', 'gone']);

const cut = z.strictObject({ fromMs: durationMs, toMs: durationMs.nullable() });

const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('load'),
    list: z.strictObject({
      playlistId: id,
      endless: z.boolean(),
      repeatsFrom: trackIndex.optional(),
      tracks: z
        .array(
          z.strictObject({
            trackId,
            format,
            durationMs,
            trimDb: z.number().min(-60).max(12),
            part: trackIndex,
            cut: cut.optional(),
          }),
        )
        .min(1)
        .max(1000),
    }),
    trackIndex,
    positionMs: durationMs,
    volume,
    volumeCeiling: volume,
    crossfadeMs: z.number().min(0).max(60_000),
  }),
  z.strictObject({ kind: z.literal('play') }),
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('skip') }),
  z.strictObject({ kind: z.literal('set-volume'), volume }),
  z.strictObject({ kind: z.literal('fade-out'), overMs: z.number().min(0).max(300_000) }),
  z.strictObject({ kind: z.literal('duck'), levelDb: z.number().min(-60).max(0) }),
  z.strictObject({ kind: z.literal('stay'), on: z.boolean() }),
  z.strictObject({
    kind: z.literal('go-to'),
    trackIndex,
    positionMs: durationMs,
    overMs: z.number().min(0).max(60_000),
  }),
  z.strictObject({ kind: z.literal('ground'), overMs: z.number().min(0).max(60_000) }),
  z.strictObject({ kind: z.literal('probe'), probeId: id, trackId, format }),
  z.strictObject({ kind: z.literal('outputs'), wish: outputWishSchema }),
  z.strictObject({ kind: z.literal('test-tone'), role: outputRole }),
]);

/** A command on its way into the player window. */
export const playerCommandSchema: z.ZodType<PlayerCommand> = z.strictObject({ sequence, command: commandSchema });

/** A report on its way into the main process. */
export const playerReportSchema: z.ZodType<PlayerReport> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({
    kind: z.literal('health'),
    afterSequence: sequence,
    playlistId: id.nullable(),
    trackIndex: trackIndex.nullable(),
    trackId: trackId.nullable(),
    positionMs: durationMs,
    durationMs,
    playing: z.boolean(),
    safetyBed: z.boolean(),
    levelDb,
    volume,
    soundingVolume: volume,
    problem: z.enum(['track-unreadable', 'track-stalled', 'list-ended', 'no-output', 'player-gone']).nullable(),
  }),
  z.strictObject({
    kind: z.literal('happened'),
    action: z.enum([
      'started',
      'paused',
      'resumed',
      'skipped',
      'volume-changed',
      'track-began',
      'faded-out',
      'interrupted',
      'repaired',
    ]),
    playlistId: id,
    trackId: trackId.nullable(),
    trackIndex,
    positionMs: durationMs,
    volume,
  }),
  z.strictObject({
    kind: z.literal('outputs'),
    present: z.array(outputSchema).max(100).nullable(),
    main: condition,
    second: z.enum(['runs', 'gone', 'none']),
  }),
  z.strictObject({ kind: z.literal('tone'), role: outputRole, levelDb, over: z.boolean() }),
  z.strictObject({ kind: z.literal('probed'), probeId: id, durationMs, peakDb: levelDb }),
  z.strictObject({ kind: z.literal('probe-failed'), probeId: id, fault: z.enum(['not-decodable', 'too-slow']) }),
]);
