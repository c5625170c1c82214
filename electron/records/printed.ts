import type { Outcome } from '../../shared/problem.ts';
import { exportProblems } from './export-problems.ts';
import type { PrintPage } from './pdf.ts';

/** The bytes of a printed page. Whatever keeps the hidden window from printing is a problem that a second try may solve. */
export async function printed(printPage: PrintPage, html: string): Promise<Outcome<Uint8Array>> {
  try {
    const bytes = await printPage(html);
    const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
    return isPdf ? { ok: true, value: bytes } : { ok: false, problem: exportProblems.notPrinted };
  } catch {
    return { ok: false, problem: exportProblems.notPrinted };
  }
}
