import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Driver } from './driver.ts';
import { electronDriver } from './electron-driver.ts';
import { standInDriver } from './stand-in-driver.ts';

const ELECTRON_PACKAGE = fileURLToPath(new URL('../../node_modules/electron', import.meta.url));

/**
 * Electron's executable where it is there as a file: `ELECTRON_EXEC_PATH`, or the one the package fetched. Nothing is
 * fetched to find out.
 */
export function electronExecutable(
  environment: NodeJS.ProcessEnv,
  electronPackage: string = ELECTRON_PACKAGE,
): string | undefined {
  const named = environment.ELECTRON_EXEC_PATH;
  if (named !== undefined && existsSync(named)) return named;
  const pathFile = join(electronPackage, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const fetched = join(electronPackage, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(fetched) ? fetched : undefined;
}

/** The driver for this machine: Electron's own where its executable is there, else the stand-in's. */
export function driverFor(environment: NodeJS.ProcessEnv): Driver {
  const executable = electronExecutable(environment);
  return executable === undefined ? standInDriver : electronDriver(executable);
}
