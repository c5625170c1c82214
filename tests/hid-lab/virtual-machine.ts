import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { kernelModules, LabUnavailable, type LinuxKernel } from './linux-kernel.ts';

const firstLine = 'virtual machine is up';
const lastLine = /^virtual machine ended with (\d+)$/m;

/** The first program in the machine: mounts this machine's files read-only, runs the job in them, and powers off. */
function firstProgram(modules: readonly string[]): string {
  return `#!/bin/busybox sh
b=/bin/busybox
$b mount -t proc p /proc; $b mount -t sysfs s /sys; $b mount -t devtmpfs d /dev
cd /modules; for m in ${modules.join(' ')}; do $b insmod $m.ko || echo "no module $m"; done
$b mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose root /mnt
$b mount --bind /dev /mnt/dev; $b mount -t proc p /mnt/proc; $b mount -t sysfs s /mnt/sys
$b mkdir -p /mnt/dev/shm; $b mount -t tmpfs t /mnt/dev/shm
$b ip link set lo up
$b cp /job /mnt/dev/shm/job
echo "${firstLine}"
$b chroot /mnt /bin/sh /dev/shm/job
echo "virtual machine ended with $?"
$b poweroff -f
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export type Job = {
  readonly folder: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** After so long the job is ended. */
  readonly limitMs: number;
};

function initialFiles(folder: string, kernel: LinuxKernel, job: Job): string {
  const root = join(folder, 'root');
  for (const name of ['bin', 'modules', 'proc', 'sys', 'dev', 'mnt']) mkdirSync(join(root, name), { recursive: true });
  const modules = kernelModules.filter((name) => existsSync(join(kernel.modulesFolder, `${name}.ko`)));
  for (const name of modules) cpSync(join(kernel.modulesFolder, `${name}.ko`), join(root, 'modules', `${name}.ko`));
  cpSync(
    execFileSync('/bin/sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim(),
    join(root, 'bin/busybox'),
    {
      dereference: true,
    },
  );
  const env = Object.entries({ TMPDIR: '/dev/shm', HOME: '/dev/shm', NO_COLOR: '1', ...job.env });
  const seconds = String(Math.ceil(job.limitMs / 1000));
  writeFileSync(
    join(root, 'job'),
    [
      `cd ${quoted(job.folder)}`,
      ...env.map(([name, value]) => `export ${name}=${quoted(value)}`),
      `exec timeout -k 2 ${seconds} ${job.command.map(quoted).join(' ')}`,
      '',
    ].join('\n'),
  );
  writeFileSync(join(root, 'init'), firstProgram(modules));
  chmodSync(join(root, 'init'), 0o755);
  const archive = join(folder, 'initrd');
  execFileSync('/bin/sh', ['-c', `find . | cpio -o -H newc --quiet > ${quoted(archive)}`], { cwd: root });
  return archive;
}

/** What the machine printed since, without the terminal's own characters. */
function printedIn(file: string): string {
  if (!existsSync(file)) return '';
  return stripVTControlCharacters(readFileSync(file, 'utf8')).replaceAll('\r', '');
}

/**
 * Boots a machine in software that sees this machine's files read-only, runs a command in it as root, and gives
 * what it printed and its exit code. Nothing of it is left behind.
 * @throws {LabUnavailable} where the machine does not come up; any other error is one of what ran in it
 */
export async function runInVirtualMachine(
  kernel: LinuxKernel,
  job: Job,
): Promise<{ readonly printed: string; readonly exitCode: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-hid-lab-'));
  try {
    const serial = join(folder, 'serial');
    const program = 'qemu-system-x86_64';
    const machine = [
      '-accel',
      'tcg,thread=multi',
      '-cpu',
      'max',
      '-m',
      '1024',
      '-smp',
      '2',
      '-no-reboot',
      '-net',
      'none',
    ];
    const consoles = ['-display', 'none', '-monitor', 'none', '-serial', `file:${serial}`];
    const boot = ['-kernel', kernel.image, '-initrd', initialFiles(folder, kernel, job)];
    const words = ['-append', 'console=ttyS0 quiet loglevel=3 panic=-1'];
    const files = 'local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap';
    const child = spawn(program, [...machine, ...consoles, ...boot, ...words, '-virtfs', files], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    const end = () => child.kill('SIGKILL');
    const limit = setTimeout(end, job.limitMs + 30_000);
    process.once('exit', end);
    await new Promise<void>((resolve, reject) => {
      child.on('error', (error) => reject(new LabUnavailable(`${program} does not start: ${error.message}`)));
      child.on('close', () => resolve());
    }).finally(() => {
      clearTimeout(limit);
      process.off('exit', end);
    });
    const printed = printedIn(serial);
    const ended = lastLine.exec(printed);
    if (!printed.includes(firstLine)) {
      throw new LabUnavailable(`the machine did not come up: ${complaint.trim() || printed.trim().slice(-400)}`);
    }
    if (ended === null) throw new Error(`The machine came up and did not end by itself:\n${printed.slice(-2000)}`);
    return { printed: printed.slice(0, ended.index), exitCode: Number(ended[1]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
