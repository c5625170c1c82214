import { importsOf, walk } from './parsed-source.ts';
import { isProduction, lineAt, type SourceFile, type Violation } from './source-file.ts';

/** The one file that speaks to a network, and only to addresses that the clinic named. */
const mayAsk = 'electron/chart/guarded-fetch.ts';

const networkModules = new Set(['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises', 'inspector']);
const networkPackages = new Set(['undici', 'ws', 'node-fetch', 'axios', 'got']);
const networkNames = new Set([
  ...['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'WebTransport', 'RTCPeerConnection', 'sendBeacon'],
]);

/** What could speak to a network in one production file. */
export function networkViolations(file: SourceFile): readonly Violation[] {
  if (!isProduction(file) || file.path === mayAsk) return [];
  const violations: Violation[] = [];
  const message = (what: string) => `${what} speaks to a network; only ${mayAsk} may`;
  for (const { specifier, isValue, line } of importsOf(file)) {
    const name = specifier.replace(/^node:/, '');
    if (isValue && (networkModules.has(name) || networkPackages.has(name))) {
      violations.push({ path: file.path, line, message: message(specifier) });
    }
  }
  const report = (name: string, offset: number): void => {
    if (!networkNames.has(name)) return;
    violations.push({ path: file.path, line: lineAt(file.text, offset), message: message(name) });
  };
  walk(file, {
    CallExpression: ({ callee, start, arguments: given }) => {
      const [asked] = given;
      // A track's own path is an address of the application itself.
      const isOwnMedia =
        asked?.type === 'CallExpression' && asked.callee.type === 'Identifier' && asked.callee.name === 'mediaPath';
      if (callee.type === 'Identifier' && !(callee.name === 'fetch' && isOwnMedia)) report(callee.name, start);
      if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return;
      const isOfTheMachine = callee.object.type === 'Identifier' && machine.has(callee.object.name);
      if (isOfTheMachine) report(callee.property.name, start);
    },
    NewExpression: ({ callee, start }) => {
      if (callee.type === 'Identifier') report(callee.name, start);
    },
  });
  return violations;
}

/** Whose members of these names are the real ones. */
const machine = new Set(['globalThis', 'window', 'self', 'navigator', 'net', 'session']);
