import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type MonitorsLine, monitorsLineSchema } from './monitors-lines.ts';

/** How a report in a process of its own ended. */
export type ChildReport = {
  readonly found: number;
  /** It ended by itself, everything it said was understood, and it read every monitor it found. */
  readonly allRead: boolean;
};

function parsedLine(text: string): MonitorsLine | null {
  try {
    return monitorsLineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

const ended = (detail: string): MonitorsLine => ({
  error: {
    family: null,
    code: 'monitor-process-ended',
    message: `The part that looks for monitors without a kernel driver stopped: ${detail}. Run the command again.`,
  },
});

/**
 * Runs a report in a process of its own and passes its lines on. One process can hold only one of node-hid's two Linux
 * drivers, and a crash of the second must not take the first one's readings along. Never rejects.
 * @param command the program and its arguments; it prints one JSON line each, as `npm run monitors -- --json` does
 */
export function childReport(
  [program = '', ...args]: readonly string[],
  tell: (line: MonitorsLine) => void,
): Promise<ChildReport> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let found = 0;
    let faults = 0;
    const fault = (detail: string) => {
      faults += 1;
      tell(ended(detail));
    };
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parsedLine(text);
      if (line === null) {
        fault('it said something that is not understood');
        return;
      }
      if ('monitor' in line) found += 1;
      tell(line);
    });
    child.on('error', (error) => {
      fault(`it could not be started (${error.message})`);
      resolve({ found, allRead: false });
    });
    child.on('close', (code, signal) => {
      if (signal !== null) fault(`it was ended by ${signal}`);
      else if (code !== 0 && code !== 1) fault(`it ended with ${code}`);
      resolve({ found, allRead: code === 0 && faults === 0 });
    });
  });
}
