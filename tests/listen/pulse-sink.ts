import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What is recorded at, and what Chromium then plays at. */
export const SINK_RATE = 48_000;
/** The only sink of a new PulseAudio. */
const FIRST_SINK = 'listen';
const PATIENCE_MS = 10_000;

export const hasPulseAudio = ['pulseaudio', 'parec', 'pactl'].every((name) => existsSync(`/usr/bin/${name}`));

/** Above everything else where that is allowed: an unheard dropout of the recorder would look like one of the player. */
function niced(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  return process.getuid?.() === 0 ? ['nice', ['-n', '-18', program, ...args]] : [program, args];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await gone;
  clearTimeout(limit);
}

/** A recording of everything that the sink is sent: interleaved stereo frames, as they come. */
export type Recording = { stop(): Promise<void> };

/** A PulseAudio of its own with one sink that nobody hears and that can be recorded, taken away and brought back. */
export class PulseSink {
  readonly #folder: string;
  readonly #server: string;
  readonly #daemon: ChildProcess;
  /** The module of each sink that is there. */
  readonly #modules = new Map<string, string>();

  private constructor(folder: string, server: string, daemon: ChildProcess) {
    this.#folder = folder;
    this.#server = server;
    this.#daemon = daemon;
  }

  static async start(): Promise<PulseSink> {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-listen-'));
    const socket = join(folder, 'native');
    await mkdir(join(folder, '.config', 'pulse'), { recursive: true });
    const rate = `default-sample-rate = ${SINK_RATE}\nalternate-sample-rate = ${SINK_RATE}\n`;
    await writeFile(join(folder, '.config', 'pulse', 'daemon.conf'), rate);
    const load = `module-native-protocol-unix auth-anonymous=1 socket=${socket}`;
    const flags = [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '--log-target=stderr',
      '-L',
      load,
    ];
    const [program, args] = niced('/usr/bin/pulseaudio', flags);
    const daemon = spawn(program, args, {
      env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder },
      stdio: 'ignore',
    });
    const endMs = performance.now() + PATIENCE_MS;
    while (!existsSync(socket)) {
      if (performance.now() > endMs) {
        await end(daemon);
        throw new Error('PulseAudio did not start');
      }
      await sleep(50);
    }
    const sink = new PulseSink(folder, `unix:${socket}`, daemon);
    await sink.bringBack();
    return sink;
  }

  /** What a program's environment needs so that its sound comes here. */
  get environment(): Readonly<Record<string, string>> {
    return { PULSE_SERVER: this.#server, PULSE_RUNTIME_PATH: this.#folder };
  }

  /** Makes a sink; others are headphones and speakers beside the first one. */
  async bringBack(sink = FIRST_SINK): Promise<void> {
    const named = `sink_properties=device.description=${sink}`;
    const args = ['load-module', 'module-null-sink', `sink_name=${sink}`, named, `rate=${SINK_RATE}`, 'channels=2'];
    const { stdout } = await run('pactl', ['-s', this.#server, ...args]);
    this.#modules.set(sink, stdout.trim());
  }

  /** Takes a sink away, as a headphone that is pulled out. */
  async takeAway(sink = FIRST_SINK): Promise<void> {
    await run('pactl', ['-s', this.#server, 'unload-module', this.#modules.get(sink) ?? '']);
    this.#modules.delete(sink);
  }

  /** Records from now on; `hear` is given whole frames. */
  async record(hear: (frames: Float32Array) => void, sink = FIRST_SINK): Promise<Recording> {
    const format = ['--format=float32le', `--rate=${SINK_RATE}`, '--channels=2', '--raw', '--latency-msec=50'];
    const [program, args] = niced('/usr/bin/parec', ['-s', this.#server, '-d', `${sink}.monitor`, ...format]);
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let rest: Buffer = Buffer.alloc(0);
    const began = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('The recorder hears nothing')), PATIENCE_MS);
      child.stdout.on('data', (chunk: Buffer) => {
        clearTimeout(limit);
        const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        const whole = bytes.length - (bytes.length % 8);
        const frames = new Float32Array(whole / 4);
        for (let index = 0; index < frames.length; index += 1) frames[index] = bytes.readFloatLE(index * 4);
        rest = bytes.subarray(whole);
        hear(frames);
        resolve();
      });
    });
    await began;
    return { stop: () => end(child) };
  }

  async close(): Promise<void> {
    await end(this.#daemon);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
