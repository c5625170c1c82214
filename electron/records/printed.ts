import type { Outcome } from '../../shared/problem.ts';
import { exportProblems } from './export-problems.ts';
import type { PrintPage } from './pdf.ts';

/**
 * The bytes of a printed page. Whatever keeps the hidden window from printing is a problem that a second try may solve. With
 * a signal, whoever asks for the end need not wait for the page: what it still becomes is dropped.
 */
export async function printed(printPage: PrintPage, html: string, signal?: AbortSignal): Promise<Outcome<Uint8Array>> {
  if (signal?.aborted === true) return cancelled;
  let stop = (): void => undefined;
  const ended = new Promise<Outcome<Uint8Array>>((resolve) => {
    stop = () => resolve(cancelled);
  });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([ended, printedPage(printPage, html)]);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

const cancelled = { ok: false, problem: exportProblems.cancelled } as const;

async function printedPage(printPage: PrintPage, html: string): Promise<Outcome<Uint8Array>> {
  try {
    const bytes = await printPage(html);
    const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
    return isPdf ? { ok: true, value: bytes } : { ok: false, problem: exportProblems.notPrinted };
  } catch {
    return { ok: false, problem: exportProblems.notPrinted };
  }
}
