import { realpathSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Problem } from '../../shared/problem.ts';
import { vaultProblems } from './problems.ts';
import { isMissing } from './storage-failure.ts';

/**
 * Linux's numbers of file systems that are not a disk of this machine, or only look like one (linux/magic.h and the file
 * systems' own sources). SQLite's locks and fsync do not hold on them.
 */
const networkFileSystems: ReadonlySet<number> = new Set([
  0x6969, // nfs
  0x517b, // smb
  0xff534d42, // cifs
  0xfe534d42, // smb2
  0x65735546, // fuse: sshfs, rclone and most cloud drives
  0x5346414f, // afs
  0x73757245, // coda
  0x564c, // ncp
  0x01021997, // 9p
  0x00c36400, // ceph
  0x786f4256, // shared folder of a virtual machine
]);

/** Names that the synchronising programs give their folders. */
const cloudFolders =
  /^(dropbox( .*)?|onedrive( .*)?|icloud( ?drive)?( .*)?|com~apple~clouddocs|mobile documents|cloudstorage|google ?drive( .*)?|my drive|box( sync)?|nextcloud|owncloud|pcloud( ?drive)?|megasync|sync\.com)$/i;

/** Why a vault may not live in this folder, or null. The folder need not exist yet. */
export function folderPlaceProblem(folder: string): Problem | null {
  const existing = nearestExisting(resolve(folder));
  const real = realpathSync(existing);
  const rest = resolve(folder).slice(existing.length);
  if (process.platform === 'win32' && /^[\\/]{2}/.test(real)) return vaultProblems.networkFolder;
  if (isCloudPath(real + rest)) return vaultProblems.cloudFolder;
  // Other systems number their file systems differently, so the table says nothing there.
  if (process.platform === 'linux' && isNetworkFileSystem(statfsSync(real).type)) return vaultProblems.networkFolder;
  return null;
}

/** True when a folder on the path bears the name of a synchronising program's folder. */
export function isCloudPath(path: string): boolean {
  return path.split(/[\\/]/).some((name) => cloudFolders.test(name));
}

/** True for the statfs number of a network file system on Linux. */
export function isNetworkFileSystem(type: number): boolean {
  return networkFileSystems.has(type >>> 0);
}

function nearestExisting(folder: string): string {
  try {
    realpathSync(folder);
    return folder;
  } catch (error) {
    const parent = dirname(folder);
    if (!isMissing(error) || parent === folder) throw error;
    return nearestExisting(parent);
  }
}
