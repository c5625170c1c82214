import { courseReport } from '../../shared/course/course-report.ts';
import { courseReportHtml } from '../../shared/course/course-report-html.ts';
import type { QuestionnaireScore } from '../../shared/course/questionnaire.ts';
import type { Outcome } from '../../shared/problem.ts';
import { isoTime } from '../../shared/record/record-time.ts';
import type { SessionState } from '../../shared/session/state.ts';
import type { ExportParts } from './export-record.ts';
import { sessionsProblems } from './export-sessions.ts';
import { printed } from './printed.ts';
import { type ExportTarget, type WrittenExport, writeExport } from './write-export.ts';

/** The file of a course report. */
export const courseReportFile = 'course-report.pdf';

/**
 * Prints the report of one course, and writes it with its signed list as a folder or a locked container, whole or not at
 * all. @param sessions the course's signed sessions; with none of them there is nothing to report
 */
export async function exportCourse(
  sessions: readonly SessionState[],
  scores: readonly QuestionnaireScore[],
  target: Omit<ExportTarget, 'name'>,
  parts: ExportParts,
): Promise<Outcome<WrittenExport>> {
  if (sessions.length === 0) return { ok: false, problem: sessionsProblems.notSigned };
  const madeOn = isoTime(target.at).slice(0, 10);
  const page = await printed(
    parts.printPage,
    courseReportHtml(courseReport(sessions, scores), madeOn, parts.fontCss),
    parts.signal,
  );
  if (!page.ok) return page;
  const file = { ok: true, value: { name: courseReportFile, bytes: page.value } } as const;
  return writeExport({ ...target, name: `vigil-course-report-${madeOn}` }, [file], parts);
}
