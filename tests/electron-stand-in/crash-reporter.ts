import type { CrashReporter } from 'electron';
import { guarded } from './not-offered.ts';

/** Electron's `crashReporter`: no report is ever written or sent. */
export const crashReporter = guarded('crashReporter', {
  start(): void {},
  getUploadToServer: (): boolean => false,
  setUploadToServer(): void {},
}) satisfies Pick<CrashReporter, 'start' | 'getUploadToServer' | 'setUploadToServer'>;
