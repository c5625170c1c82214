/**
 * Loaded into every process of the app on the stand-in, before the app's own code, which knows nothing of it. Writes into
 * the file that `VIGIL_BENCH_LOG` names, a JSON line each, on the machine's one monotonic clock: when the monitors process
 * hands a delivery over, when the console has painted it, and how long its frames take.
 */
import { appendFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { ProbeEntry } from './probe-entry.ts';
import { observeConsole, type PageReport, takeReport } from './probe-page.ts';
import { consolePage } from './watch-console.ts';

const log = process.env.VIGIL_BENCH_LOG ?? '';
const write = (entry: ProbeEntry) => appendFileSync(log, `${JSON.stringify(entry)}\n`);
const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;
const program = process.argv[1] ?? '';

/** The delivery in what the monitors process sends, if it is one. */
function deliveredSystolic(message: unknown): number | null {
  const told = JSON.parse(JSON.stringify(message)) as {
    readonly content?: { readonly type?: string; readonly delivery?: { readonly fresh?: { systolicMmHg: number }[] } };
  };
  return told.content?.type === 'delivery' ? (told.content.delivery?.fresh?.[0]?.systolicMmHg ?? null) : null;
}

function watchDeliveries(): void {
  const send = process.send?.bind(process);
  if (send === undefined) return;
  process.send = (message: unknown, ...rest: unknown[]) => {
    const atMs = monotonicMs();
    const sent = Reflect.apply(send, process, [message, ...rest]) as boolean;
    const systolicMmHg = deliveredSystolic(message);
    if (systolicMmHg !== null) write({ kind: 'delivery', atMs, systolicMmHg });
    return sent;
  };
}

/** The page's clock plus this is the machine's; the tightest of several looks counts. */
async function clockOffset(page: Page): Promise<{ readonly offsetMs: number; readonly errorMs: number }> {
  let best = { offsetMs: 0, errorMs: Number.POSITIVE_INFINITY };
  for (let look = 0; look < 40; look += 1) {
    const before = monotonicMs();
    const pageMs = await page.evaluate(() => performance.now());
    const after = monotonicMs();
    const errorMs = (after - before) / 2;
    if (errorMs < best.errorMs) best = { offsetMs: (before + after) / 2 - pageMs, errorMs };
  }
  return best;
}

async function watchConsole(): Promise<void> {
  const page = await consolePage();
  await page.evaluate(observeConsole);
  const { offsetMs, errorMs } = await clockOffset(page);
  write({ kind: 'clock', errorMs });
  const collect = async () => {
    const report: PageReport = await page.evaluate(takeReport);
    for (const { atMs, text } of report.painted) write({ kind: 'painted', atMs: atMs + offsetMs, text });
    write({ kind: 'frames', atMs: monotonicMs(), longestMs: report.longestMs, count: report.frames });
    setTimeout(() => void collect().catch(() => undefined), 250);
  };
  await collect();
}

if (log !== '' && program.endsWith('monitors-process.js')) watchDeliveries();
// The stand-in reads its arguments first; its window comes seconds later.
if (log !== '' && program.endsWith('start.ts')) setTimeout(() => void watchConsole(), 1000);
