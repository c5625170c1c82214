import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { courseReport } from '../../shared/course/course-report.ts';
import { courseReportHtml } from '../../shared/course/course-report-html.ts';
import { chromiumPrinter } from '../record/chromium-printer.ts';
import { course, scores } from './course-samples.ts';

let printer: Awaited<ReturnType<typeof chromiumPrinter>>;
const folder = mkdtempSync(join(tmpdir(), 'vigil-course-'));
beforeAll(async () => {
  printer = await chromiumPrinter();
}, 30_000);
afterAll(async () => {
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a course of ten, with its questionnaires, is one page: tagged, in ink only, with every session on it', async () => {
  const report = courseReport(course(10), scores);
  const html = courseReportHtml(report, '2027-02-01', printer.fontCss);
  const path = join(process.env.VIGIL_PICTURES ?? folder, 'course-report.pdf');
  writeFileSync(path, await printer.printPage(html));
  const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
  expect(info).toMatch(/^Pages:\s+1$/m);
  expect(info).toMatch(/^Tagged:\s+yes$/m);
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  for (const { place, day } of report.rows) {
    expect(text).toContain(place);
    expect(text).toContain(day);
  }
  expect(text).toContain('Item 9: 1. Safety plan gone through; prescriber told.');
  expect(text).toMatch(/Page 1 of 1/);
  expect(execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).trim().split('\n')).toHaveLength(2);
}, 60_000);
