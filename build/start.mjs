// `npm start`: sets up what is missing, bundles, and opens the console.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { runInForeground } from './child.mjs';
import { chooseElectron } from './electron-runtime.mjs';
import { BuildProblem, runCommand, say } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';

/** How an app on the stand-in ends that wants to be started again at once. */
const relaunchExitCode = 185;

function requireDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
  throw new BuildProblem(
    'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the console cannot open.',
    ['Start it from a desktop, or see a whole session without one: npm run rehearse -- --out DIR'],
  );
}

/**
 * The command without core dumps, where the system has a shell to say so: a core would hold a session in clear.
 * @param {readonly string[]} command
 */
function withoutCoreDumps(command) {
  return existsSync('/bin/sh') ? ['/bin/sh', '-c', 'ulimit -c 0; exec "$@"', 'sh', ...command] : command;
}

await runCommand(async () => {
  requireDisplay();
  await setUp({ needs: ['libusb'] });

  const isRoot = process.getuid?.() === 0;
  const { distFolder, isStandIn } = await chooseElectron({ isRoot });
  await setUp({ needs: isStandIn ? ['chromium'] : ['electronLibraries'] });

  const bundled = await runInForeground([projectNode, join(root, 'build', 'bundle.mjs')], {
    env: projectEnvironment(),
    stdout: 'stderr',
  });
  if (bundled !== 0) return bundled;

  const args = argv.slice(2);
  if (isStandIn && isRoot && !args.includes('--rehearsal')) {
    say('As root Chromium has no sandbox, and no real vault is opened without one: this is a rehearsal.');
    args.push('--rehearsal');
  }
  const electron = [projectNode, join(root, 'node_modules', 'electron', 'cli.js'), '.', ...args];
  const relaunchFile = join(mkdtempSync(join(tmpdir(), 'vigil-relaunch-')), 'arguments.json');
  const env = projectEnvironment({ ELECTRON_OVERRIDE_DIST_PATH: distFolder, VIGIL_STAND_IN_RELAUNCH: relaunchFile });
  try {
    // Electron starts itself again; an app on the stand-in asks whoever started it, by this code.
    for (let command = electron; ; ) {
      const code = await runInForeground(withoutCoreDumps(command), { env });
      if (!isStandIn || code !== relaunchExitCode) return code;
      if (!existsSync(relaunchFile)) continue;
      command = [...electron.slice(0, 2), ...JSON.parse(readFileSync(relaunchFile, 'utf8'))];
      rmSync(relaunchFile);
    }
  } finally {
    rmSync(dirname(relaunchFile), { recursive: true, force: true });
  }
});
