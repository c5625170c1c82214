import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import { createVault } from '../../electron/vault/create-vault.ts';
import { unwrapVaultKey } from '../../electron/vault/header.ts';
import { findVault } from '../../electron/vault/inspect.ts';
import { sessionEventSchema } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import type { ClockReading } from '../../shared/session/moment.ts';
import { keepTestKey, openByKey, readTestKey } from './test-key.ts';

const kills = 200;
const root = fileURLToPath(new URL('../..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'vigil-kill-'));
const bundleFolder = join(root, '.cache', `kill-${process.pid}`);
const program = join(bundleFolder, 'session-program.js');
afterAll(() => {
  for (const folder of [place, bundleFolder]) rmSync(folder, { recursive: true, force: true });
});

/** One file instead of a hundred: the program is started two hundred times. */
async function bundleProgram(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { target: 'node', noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: bundleFolder,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { 'session-program': join(root, 'tests', 'kill', 'session-program.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
}

type News = { durableThrough: number; taken: number; phase: string | null; elapsedMs: number; reading: ClockReading };

/** Starts the program, and kills it at a random moment after its first news. What it acknowledged until then. */
async function killedRun(
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

async function prepare(): Promise<void> {
  const passphrase = 'lantern orchid seventeen gravel';
  const bytes = () => new TextEncoder().encode(passphrase);
  const created = await createVault(join(place, 'vault'), bytes(), { rehearsal: true, ownWords: [] }, randomBytes);
  if (!created.ok) throw new Error(created.problem.sentence);
  await created.value.close();
  const found = findVault(join(place, 'vault'));
  if (!found.ok || found.value.kind !== 'vault') throw new Error('no vault');
  const key = await unwrapVaultKey(found.value.header, bytes());
  if (!key.ok) throw new Error(key.problem.sentence);
  keepTestKey(place, { header: found.value.header, vaultKeyHex: Buffer.from(key.value).toString('hex') });
}

describe('killed at any moment', () => {
  it(`loses no acknowledged event in ${kills} kills, and goes on in the right phase at the right time`, {
    timeout: 420_000,
  }, async () => {
    await bundleProgram();
    await prepare();
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
      const { news, stderr, killed } = await killedRun(sessionId, round, reading);
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
