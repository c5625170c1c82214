import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type MonitorsLine, monitorsLineSchema } from '../../electron/monitors/monitors-lines.ts';

const checkout = join(import.meta.dirname, '..', '..');

export type CommandRun = {
  readonly exitCode: number;
  readonly lines: readonly MonitorsLine[];
  /** Printed on standard output and not understood as one of the command's lines. */
  readonly strange: readonly string[];
  readonly complaint: string;
};

/** What was told of one monitor: everything from its own line to the next monitor's. */
export type ToldOfMonitor = { readonly path: string; readonly lines: readonly MonitorsLine[] };

/**
 * Runs the command that reads monitors and takes its lines apart.
 * @param through `script` runs it as package.json has it, as `npm run` does, on Node's own runner: npm's many files take a
 *   minute to load in a machine made of software; `program` runs only what the script comes to in the end
 * @param user the id of the user who runs it
 */
export function runMonitorsCommand(
  through: 'script' | 'program',
  args: readonly string[],
  user = 0,
): Promise<CommandRun> {
  const command =
    through === 'script'
      ? ['--run', 'monitors', '--', ...args]
      : [join(checkout, 'electron', 'monitors', 'monitors-cli.ts'), ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: checkout,
      uid: user,
      gid: user,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const lines: MonitorsLine[] = [];
      const strange: string[] = [];
      for (const text of printed.split('\n').filter((line) => line !== '')) {
        const line = parsed(text);
        if (line === null) strange.push(text);
        else lines.push(line);
      }
      resolve({ exitCode: code ?? 1, lines, strange, complaint });
    });
  });
}

function parsed(text: string): MonitorsLine | null {
  try {
    return monitorsLineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** The lines, monitor by monitor. */
export function byMonitor(lines: readonly MonitorsLine[]): readonly ToldOfMonitor[] {
  const told: { path: string; lines: MonitorsLine[] }[] = [];
  for (const line of lines) {
    if ('monitor' in line) told.push({ path: line.monitor.path, lines: [] });
    else told.at(-1)?.lines.push(line);
  }
  return told;
}
