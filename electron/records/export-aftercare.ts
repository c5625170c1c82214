import type { Outcome } from '../../shared/problem.ts';
import { aftercareHtml } from '../../shared/record/aftercare.ts';
import type { SessionState } from '../../shared/session/state.ts';
import { localDay } from '../../shared/session/timeline.ts';
import { type ExportDisk, exportDisk } from './export-disk.ts';
import { printed } from './printed.ts';
import type { PrintParts } from './record-files.ts';
import { writeExportFolder } from './write-export-folder.ts';

/** Writes the aftercare sheet as `aftercare.pdf` into a new folder `vigil-aftercare-<date>` inside the one chosen. */
export async function exportAftercare(
  state: SessionState,
  folder: string,
  parts: PrintParts & { readonly disk?: ExportDisk },
): Promise<Outcome<{ readonly file: string }>> {
  if (state.opened === null) throw new Error('the session has not been opened');
  const pdf = await printed(parts.printPage, aftercareHtml(state, parts.fontCss));
  if (!pdf.ok) return pdf;
  const name = `vigil-aftercare-${localDay(state.opened.at)}`;
  const file = { name: 'aftercare.pdf', bytes: pdf.value };
  const written = await writeExportFolder(folder, name, [file], parts.disk ?? exportDisk);
  return written.ok ? { ok: true, value: { file: written.value.files[0]?.path ?? '' } } : written;
}
