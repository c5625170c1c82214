import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type Import, importsOf } from './parsed-source.ts';
import type { SourceFile, Violation } from './source-file.ts';

type House = 'shared' | 'electron' | 'renderer';

/** Arrows point one way: renderer -> shared <- electron. */
const mayImport: Record<House, readonly string[]> = {
  shared: ['shared'],
  electron: ['electron', 'shared'],
  renderer: ['renderer', 'shared'],
};

/** The packages that `shared` may use: they compute, and do nothing else. */
const purePackages = ['zod', '@noble/ciphers', '@noble/curves', '@noble/hashes'];
const windowPackages = ['react', 'react-dom', 'howler', 'lucide-react'];
const machinePackages = ['better-sqlite3', 'node-hid', 'hash-wasm', 'music-metadata'];

/** Where values of electron may be imported; everything else takes what it needs as a typed parameter. */
const electronValues = /^electron\/(?:main\.ts|preload\.ts|shell\/)/;

function houseOf(path: string): House | undefined {
  const [top] = path.split('/');
  return top === 'shared' || top === 'electron' || top === 'renderer' ? top : undefined;
}

function packageOf(specifier: string): string {
  const [scope, name] = specifier.split('/');
  return specifier.startsWith('@') ? `${scope}/${name}` : (scope ?? specifier);
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function faultOfPackage(path: string, house: House, { specifier, isValue }: Import): string | undefined {
  const name = packageOf(specifier);
  if (name === 'electron') {
    if (isValue && !electronValues.test(path)) {
      return 'imports values from electron; only electron/main.ts, electron/preload.ts and electron/shell/ may';
    }
    return house === 'electron' ? undefined : `${house} knows nothing of electron, not even its types`;
  }
  if (house === 'electron') {
    return windowPackages.includes(name) ? `imports ${name}, which is for windows` : undefined;
  }
  if (isNodeModule(specifier)) return `imports ${specifier}; ${house} has no Node`;
  if (house === 'renderer') {
    return machinePackages.includes(name) ? `imports ${name}, which is for the main process` : undefined;
  }
  return purePackages.includes(name) ? undefined : `imports ${name}; shared may use only ${purePackages.join(', ')}`;
}

function faultOfImport(path: string, house: House, found: Import): string | undefined {
  if (!found.specifier.startsWith('.')) return faultOfPackage(path, house, found);
  const target = posix.join(posix.dirname(path), found.specifier);
  const [top = ''] = target.split('/');
  return mayImport[house].includes(top)
    ? undefined
    : `imports ${target}; ${house} imports only ${mayImport[house].join(' and ')}`;
}

/** What breaks the arrows of the house in one production file. */
export function importViolations(file: SourceFile): readonly Violation[] {
  const house = houseOf(file.path);
  if (house === undefined) return [];
  return importsOf(file).flatMap((found) => {
    const message = faultOfImport(file.path, house, found);
    return message === undefined ? [] : [{ path: file.path, line: found.line, message }];
  });
}
