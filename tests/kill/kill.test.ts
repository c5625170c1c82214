import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { sessionEventSchema } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import type { ClockReading } from '../../shared/session/moment.ts';
import { bundleFolder, bundleProgram } from './bundle-program.ts';
import { newTestVault, openByKey, readTestKey } from './test-key.ts';

const kills = 200;
const place = mkdtempSync(join(tmpdir(), 'vigil-kill-'));
const bundled = bundleFolder('kill');
afterAll(() => {
  for (const folder of [place, bundled]) rmSync(folder, { recursive: true, force: true });
});

type News = { durableThrough: number; taken: number; phase: string | null; elapsedMs: number; reading: ClockReading };

/** Starts the program, and kills it at a random moment after its first news. What it acknowledged until then. */
async function killedRun(
  program: string,
  sessionId: string,
  seed: number,
  reading: ClockReading,
): Promise<{ news: News[]; stderr: string; killed: boolean }> {
  const child = spawn(process.execPath, [program, place, sessionId, String(seed), JSON.stringify(reading)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const news: News[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const exited = new Promise<boolean>((resolve) => child.on('exit', (_code, signal) => resolve(signal === 'SIGKILL')));
  const drained = new Promise<void>((resolve) => lines.on('close', resolve));
  const afterMs = 1 + ((seed * 7919) % 180);
  lines.on('line', (line) => {
    if (news.length === 0) setTimeout(() => child.kill('SIGKILL'), afterMs);
    const parsed: unknown = line.endsWith('}') ? JSON.parse(line) : null;
    if (parsed !== null) news.push(parsed as News);
  });
  const killed = await exited;
  await drained;
  return { news, stderr, killed };
}

describe('killed at any moment', () => {
  it(`loses no acknowledged event in ${kills} kills, and goes on in the right phase at the right time`, {
    timeout: 420_000,
  }, async () => {
    const program = await bundleProgram('tests/kill/session-program.ts', bundled);
    await newTestVault(place);
    let sessionId: string = randomUUID();
    let reading: ClockReading = {
      wallMs: Date.parse('2026-11-23T09:00:00Z'),
      utcOffsetMinutes: 60,
      uptimeMs: 1_000_000,
      awakeMs: 1_000_000,
      bootId: 'boot-a',
    };
    let acknowledged = 0;
    let unacknowledged = 0;
    let sessions = 1;
    const phases = new Set<string>();
    for (let round = 1; round <= kills; round += 1) {
      const { news, stderr, killed } = await killedRun(program, sessionId, round, reading);
      expect(stderr).toBe('');
      const vault = openByKey(place, readTestKey(place));
      const read = await vault.read(sessionId);
      if (!read.ok) throw new Error(`${read.problem.code}: ${read.problem.sentence}`);
      const events = read.value.entries.map((entry) => sessionEventSchema.parse(JSON.parse(entry)));
      await vault.close();
      const state = replay(events);
      const last = news.at(-1);
      const durable = last?.durableThrough ?? 0;
      expect(events.length).toBeGreaterThanOrEqual(durable);
      acknowledged = acknowledged + durable;
      unacknowledged += events.length - durable;
      events.forEach((event, index) => {
        expect(event.sequence).toBe(index + 1);
        expect(event.recordedAt.elapsedMs).toBeGreaterThanOrEqual(events[index - 1]?.recordedAt.elapsedMs ?? 0);
      });
      // Where the journal holds exactly what the program had taken at some moment, it must stand where it said then.
      const exact = news.find((entry) => entry.taken === events.length);
      if (exact !== undefined) {
        expect(state.phase).toBe(exact.phase);
        expect(state.lastMoment?.elapsedMs).toBe(exact.elapsedMs);
      }
      if (state.phase !== null) phases.add(state.phase);
      const stood = last?.reading ?? reading;
      // The machine stays on while the program is down for 20 seconds.
      reading = {
        ...stood,
        wallMs: stood.wallMs + 20_000,
        uptimeMs: stood.uptimeMs + 20_000,
        awakeMs: stood.awakeMs + 20_000,
      };
      if (!killed || state.phase === 'departed' || state.phase === 'declined' || events.length > 400) {
        sessionId = randomUUID();
        sessions += 1;
      }
    }
    console.log(
      `${kills} kills, ${sessions} sessions, ${acknowledged} acknowledged events read back, ${unacknowledged} durable before they were acknowledged, phases: ${[...phases].join(', ')}`,
    );
    expect(phases.size).toBeGreaterThanOrEqual(4);
  });
});
