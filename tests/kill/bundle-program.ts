import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Makes one file of a program and all it imports: it is started hundreds of times. @returns its path. */
export async function bundleProgram(source: string, outDir: string): Promise<string> {
  return (await bundlePrograms({ program: source }, outDir)).program;
}

/** The same for several programs, each under a name. @returns their paths. */
export async function bundlePrograms<Name extends string>(
  sources: Readonly<Record<Name, string>>,
  outDir: string,
): Promise<Record<Name, string>> {
  const names = Object.keys(sources) as Name[];
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { target: 'node', noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(root, sources[name])])),
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return Object.fromEntries(names.map((name) => [name, join(outDir, `${name}.js`)])) as Record<Name, string>;
}

/** A folder for such a file; inside the checkout, because the database's binary is found from there. */
export function bundleFolder(name: string): string {
  return join(root, '.cache', `${name}-${process.pid}`);
}
