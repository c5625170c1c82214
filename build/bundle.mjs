// `npm run build`: bundles the windows and the main process into dist, on the project's Node.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { checkPages, checkPreload } from './bundle-checks.mjs';
import { lastLines, runInForeground, runQuietly } from './child.mjs';
import { BuildProblem, runCommand, say } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';
import { setUp } from './set-up.mjs';
import { hashOfSources } from './source-stamp.mjs';
import { makeVerifierPage } from './verifier-page.mjs';

/** Packages that stay outside the bundle: Electron itself and the two with binaries of their own. */
const EXTERNAL = ['electron', 'better-sqlite3', 'node-hid'];
/** What the bundle is made of; a change in any of it makes a new one. */
const SOURCES = ['renderer', 'shared', 'electron', 'build', 'package.json', 'package-lock.json'];
/** Chromium 156 and Node 24 are what Electron 45 embeds. */
const WINDOW_TARGET = 'chrome156';
const NODE_TARGET = 'node24';

/**
 * Every page of the windows, by name: each `renderer/<name>/index.html`.
 * @param {string} base
 * @returns {Record<string, string>}
 */
function pagesOf(base) {
  const folder = join(base, 'renderer');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const pages = names.map((name) => ({ name, path: join(folder, name, 'index.html') }));
  const present = Object.fromEntries(
    pages.filter(({ path }) => existsSync(path)).map(({ name, path }) => [name, path]),
  );
  return { console: join(folder, 'console', 'index.html'), player: join(folder, 'player', 'index.html'), ...present };
}

/**
 * The programs of the main process's side, by the name that each has in dist/electron.
 * @param {string} base
 * @returns {Record<string, string>}
 */
function programsOf(base) {
  const folder = join(base, 'electron');
  const builtInSet = join(folder, 'music', 'render-built-in-set.ts');
  const builtInWorker = join(folder, 'music', 'built-in-worker.ts');
  return {
    main: join(folder, 'main.ts'),
    'vault-process': join(folder, 'vault', 'vault-process.ts'),
    'derivation-worker': join(folder, 'vault', 'derivation-worker.ts'),
    'monitors-process': join(folder, 'monitors', 'monitors-process.ts'),
    ...(existsSync(builtInSet) ? { 'render-built-in-set': builtInSet } : {}),
    ...(existsSync(builtInWorker) ? { 'built-in-worker': builtInWorker } : {}),
  };
}

/** @param {string} base */
function preloadOf(base) {
  return join(base, 'electron', 'preload.ts');
}

/** @param {readonly string[]} paths */
function requireFiles(paths) {
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    throw new BuildProblem('The bundle cannot be made: these files are missing.', missing);
  }
}

/**
 * @param {typeof import('vite')} vite
 * @param {string} base
 * @param {string} out
 */
async function bundleWindows({ build }, base, out) {
  const { default: react } = await import('@vitejs/plugin-react');
  await build({
    root: join(base, 'renderer'),
    configFile: false,
    logLevel: 'warn',
    // Addresses in the pages are relative, so that they hold under whatever scheme serves them.
    base: './',
    publicDir: false,
    plugins: [react()],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: WINDOW_TARGET,
      // The content policy allows no inline script and no data: fonts or styles, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: pagesOf(base) },
    },
  });
}

/**
 * @param {typeof import('vite')} vite
 * @param {string} base
 * @param {string} out
 * @param {{ input: Record<string, string>, format: 'es' | 'cjs', extension: string }} bundle
 */
async function bundlePrograms({ build }, base, out, { input, format, extension }) {
  await build({
    root: base,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { target: 'node', noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      outDir: out,
      emptyOutDir: false,
      target: NODE_TARGET,
      minify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 8192,
      rolldownOptions: {
        input,
        output: {
          format,
          entryFileNames: `[name]${extension}`,
          // All in one folder: `import.meta.dirname` then means the same in every file of the main process.
          chunkFileNames: `[name]-[hash]${extension}`,
          codeSplitting: format === 'es',
        },
      },
    },
  });
}

/**
 * The static fonts that records are printed with; the main process reads them beside itself.
 * @param {string} base
 * @param {string} out
 */
function copyPrintFonts(base, out) {
  const files = join(base, 'node_modules', '@fontsource', 'source-sans-3', 'files');
  const wanted = readdirSync(files).filter((name) =>
    /^source-sans-3-latin(-ext)?-(400|600)-(normal|italic)\.woff2$/.test(name),
  );
  mkdirSync(out, { recursive: true });
  for (const name of wanted) copyFileSync(join(files, name), join(out, name));
}

/** @param {string} base */
function builtInSetFolder(base) {
  return join(base, '.cache', 'built-in-set');
}

/**
 * Renders the music that Vigil brings, once; the renderer itself sees what is there already.
 * @param {string} base
 */
async function renderBuiltInSet(base) {
  const renderer = join(base, 'electron', 'music', 'render-built-in-set.ts');
  if (!existsSync(renderer)) return;
  const folder = builtInSetFolder(base);
  if (!existsSync(folder)) say('Rendering the built-in music ...');
  const { code, output } = await runQuietly([projectNode, renderer, folder], { cwd: base, env: projectEnvironment() });
  if (code !== 0) {
    throw new BuildProblem('The built-in music could not be rendered.', [
      ...lastLines(output),
      `Delete ${folder} and run the command again.`,
    ]);
  }
}

/**
 * Makes dist from the sources and checks it; does nothing when dist is already theirs.
 * @param {string} [base] the checkout
 * @throws {BuildProblem} naming an entry that is missing, or what in the result breaks a rule of the bundle
 */
export async function bundle(base = root) {
  const dist = join(base, 'dist');
  const stamp = join(dist, '.stamp');
  requireFiles([...Object.values(pagesOf(base)), ...Object.values(programsOf(base)), preloadOf(base)]);

  const hash = hashOfSources(base, SOURCES);
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (!isCurrent || !existsSync(builtInSetFolder(base))) await renderBuiltInSet(base);
  if (isCurrent) return;

  say('Bundling ...');
  // Made beside dist and moved there whole, so that a run that is cut short leaves no half bundle behind.
  const fresh = join(base, '.cache', `bundle-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await makeBundle(base, fresh);
    writeFileSync(join(fresh, '.stamp'), hash);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {string} base
 * @param {string} out an empty folder
 */
async function makeBundle(base, out) {
  const pages = pagesOf(base);
  const vite = await import('vite');
  const windows = join(out, 'renderer');
  const main = join(out, 'electron');
  try {
    await bundleWindows(vite, base, windows);
    await bundlePrograms(vite, base, main, { input: programsOf(base), format: 'es', extension: '.js' });
    await bundlePrograms(vite, base, main, { input: { preload: preloadOf(base) }, format: 'cjs', extension: '.cjs' });
    if (existsSync(join(base, 'renderer', 'verifier'))) await makeVerifierPage(vite, base, join(out, 'verifier.html'));
  } catch (error) {
    // The bundler's errors are about the sources, and their text shows the place; its own stack shows nothing.
    const text = error instanceof Error ? error.message : String(error);
    throw new BuildProblem('The bundle could not be made.', stripVTControlCharacters(text).trim().split('\n'));
  }

  copyPrintFonts(base, join(main, 'fonts'));

  const faults = [
    ...checkPages(Object.keys(pages).map((name) => join(windows, name, 'index.html'))),
    ...checkPreload(join(main, 'preload.cjs'), vite),
  ];
  if (faults.length > 0) throw new BuildProblem('The bundle breaks its rules:', faults);
}

if (realpathSync(argv[1] ?? '.') === fileURLToPath(import.meta.url)) {
  await runCommand(async () => {
    await setUp({ needs: [] });
    if (realpathSync(process.execPath) !== realpathSync(projectNode)) {
      return runInForeground([projectNode, fileURLToPath(import.meta.url)], { env: projectEnvironment() });
    }
    await bundle();
    return 0;
  });
}
