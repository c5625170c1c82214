// `npm run verify -- FILE.json`: whether a record is whole and untouched. Runs in plain Node, without vault or Electron.
import process from 'node:process';
import { type VerifyReport, verifyReport } from '../../shared/record/verify-report.ts';
import { verifyRecordFile } from './verify-record.ts';

const unreadable = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EIO']);

function reportOn(files: readonly string[]): VerifyReport {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    return { lines: ['Say which file: npm run verify -- FILE.json'], exitCode: 2 };
  }
  try {
    return verifyReport(verifyRecordFile(file));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !unreadable.has(String(error.code))) throw error;
    return { lines: [`The file cannot be read (${String(error.code)}).`], exitCode: 2 };
  }
}

const report = reportOn(process.argv.slice(2));
console.log(report.lines.join('\n'));
process.exitCode = report.exitCode;
