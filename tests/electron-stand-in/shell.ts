import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Shell } from 'electron';
import { findProgram, runProgram } from './desktop-programs.ts';
import { guarded, notOffered } from './not-offered.ts';
import { runtime } from './runtime.ts';

function xdgOpenFor(api: string): string {
  const program = runtime.headless ? undefined : findProgram('xdg-open');
  if (program === undefined) throw notOffered(`${api} without a display and xdg-open`);
  return program;
}

/** Electron's `shell`: local files only, through the desktop's own opener. */
export const shell = guarded('shell', {
  async openPath(path: string): Promise<string> {
    const { exitCode } = await runProgram(xdgOpenFor('shell.openPath'), [path]);
    return exitCode === 0 ? '' : `xdg-open ended with ${exitCode}`;
  },
  showItemInFolder(fullPath: string): void {
    spawn(xdgOpenFor('shell.showItemInFolder'), [dirname(fullPath)], { stdio: 'ignore', detached: true }).unref();
  },
  openExternal(): never {
    throw notOffered('shell.openExternal');
  },
}) satisfies Pick<Shell, 'openPath' | 'showItemInFolder'>;
