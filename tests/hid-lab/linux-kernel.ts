import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** In the order in which they depend on one another. */
export const kernelModules = [
  ...['virtio_ring', 'virtio', 'virtio_pci_legacy_dev', 'virtio_pci_modern_dev', 'virtio_pci'],
  ...['netfs', 'fscache', '9pnet', '9pnet_virtio', '9p'],
  ...['hid', 'hid-generic', 'uhid'],
] as const;

export type LinuxKernel = { readonly image: string; readonly modulesFolder: string };

/** Why the lab cannot be set up on this machine; not a failure of what it tests. */
export class LabUnavailable extends Error {}

const cacheFolder = () =>
  process.env.VIGIL_HID_LAB_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'vigil-hid-lab');

const moduleFile = (name: string) => `${name}.ko`;

function run(program: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error);
    throw new LabUnavailable(`${program} ${args[0] ?? ''} failed: ${detail}`);
  }
}

/** Debian's stock kernel package: its newest name, the lists being fetched where there are none. */
function packageName(folder: string): string {
  const depends = () =>
    /Depends: (linux-image-\S+)/.exec(run('apt-cache', ['depends', 'linux-image-amd64'], folder))?.[1];
  let name: string | undefined;
  try {
    name = depends();
  } catch (error) {
    if (!(error instanceof LabUnavailable)) throw error;
  }
  if (name !== undefined) return name;
  run('apt-get', ['update'], folder);
  const found = depends();
  if (found === undefined) throw new LabUnavailable('apt offers no kernel package');
  return found;
}

function fetchInto(cache: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-kernel-'));
  try {
    run('apt-get', ['download', packageName(folder)], folder);
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
    if (file === undefined) throw new LabUnavailable('apt downloaded no package');
    run('dpkg', ['-x', file, 'kernel'], folder);

    const made = join(folder, 'made');
    mkdirSync(join(made, 'modules'), { recursive: true });
    const boot = join(folder, 'kernel', 'boot');
    const image = readdirSync(boot).find((name) => name.startsWith('vmlinuz-'));
    if (image === undefined) throw new LabUnavailable('the package holds no kernel');
    cpSync(join(boot, image), join(made, 'vmlinuz'));
    const files = readdirSync(join(folder, 'kernel'), { recursive: true, encoding: 'utf8' });
    for (const name of kernelModules) {
      const found = files.find((path) => [moduleFile(name), `${moduleFile(name)}.xz`].includes(basename(path)));
      if (found === undefined) continue;
      const target = join(made, 'modules', basename(found));
      cpSync(join(folder, 'kernel', found), target);
      if (target.endsWith('.xz')) run('xz', ['-d', target], folder);
    }
    mkdirSync(cache, { recursive: true });
    rmSync(join(cache, 'kernel'), { recursive: true, force: true });
    cpSync(made, join(cache, 'kernel.part'), { recursive: true });
    renameSync(join(cache, 'kernel.part'), join(cache, 'kernel'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A kernel that can make virtual HID interfaces, with its modules: Debian's stock one, fetched once through apt into
 * `VIGIL_HID_LAB_CACHE`, else below the user's cache folder.
 * @throws {LabUnavailable} where there is no apt or it cannot fetch
 */
export function linuxKernel(): LinuxKernel {
  const cache = cacheFolder();
  const kernel = { image: join(cache, 'kernel', 'vmlinuz'), modulesFolder: join(cache, 'kernel', 'modules') };
  // What the kernel has built in is no module of its own; a cache without `uhid` is one that was never finished.
  if (!existsSync(join(kernel.modulesFolder, moduleFile('uhid')))) fetchInto(cache);
  return kernel;
}
