const graceful: (() => Promise<void>)[] = [];
const immediate: (() => void)[] = [];

/** Adds something to end in order before the process exits; it has two seconds in all. */
export function endGracefully(end: () => Promise<void>): void {
  graceful.push(end);
}

/** Adds something to clean up synchronously, whatever way the process exits (SIGKILL apart). */
export function endImmediately(end: () => void): void {
  immediate.push(end);
}

process.on('exit', () => {
  for (const end of immediate) {
    try {
      end();
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
    }
  }
});

/** Ends everything that was added, then the process. */
export async function leaveProcess(exitCode: number): Promise<never> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 2000));
  await Promise.race([Promise.allSettled(graceful.map((end) => end())), patience]);
  process.exit(exitCode);
}
