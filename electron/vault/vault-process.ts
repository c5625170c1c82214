import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ParentPort } from 'electron';
import { deriveOffThread } from './derive-off-thread.ts';
import { VaultService } from './vault-service.ts';

/** How long the process stays after it has answered a lock; the main process ends it as soon as it has the answer. */
const exitAfterLockMs = 500;

/**
 * The entry of the vault's process: keys and clear text of entries live here and nowhere else, and end with it.
 * The main process talks to it through `process.parentPort`.
 */
function serve(port: ParentPort): void {
  leaveNoTrace();
  const service = new VaultService({
    randomBytes,
    wait: (milliseconds) => wait(milliseconds),
    derive: deriveOffThread,
    elapsedMs: () => performance.now(),
    tell: (message) => port.postMessage(message),
  });
  port.on('message', ({ data }) => {
    void service.answer(data).then((reply) => {
      port.postMessage(reply);
      if (isLock(data) && reply.outcome.ok) setTimeout(() => process.exit(0), exitAfterLockMs);
    });
  });
}

/** Files for the owner only, no memory in a core dump, and of a defect only where it happened, never what it was about. */
function leaveNoTrace(): void {
  process.umask(0o077);
  process.once('uncaughtException', (error) => {
    const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    process.stderr.write(`the vault stopped: ${error.name}\n${frames.join('\n')}\n`);
    process.exit(70);
  });
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Without the file there is no such switch; whoever starts the program forbids core dumps as well.
  }
}

function isLock(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'call' in message && message.call === 'lock';
}

serve(process.parentPort);
