import type { ESTree } from 'vite';
import { literalText, walk } from './parsed-source.ts';
import { isProduction, lineAt, type SourceFile, type Violation } from './source-file.ts';

/** Window options that may stand only with the value that keeps the sandbox; everything else is forbidden. */
const onlySafeValue = new Map<string, boolean>([
  ['webSecurity', true],
  ['contextIsolation', true],
  ['sandbox', true],
  ['nodeIntegration', false],
  ['nodeIntegrationInWorker', false],
  ['nodeIntegrationInSubFrames', false],
  ['webviewTag', false],
  ['navigateOnDragDrop', false],
]);

/** Options and calls that have no place here with any value. */
const neverNamed = new Set([
  ...['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures', 'bypassCSP'],
  ...['openExternal', 'executeJavaScript', 'sendSync', 'dangerouslySetInnerHTML'],
]);

const neverWritten = /--no-sandbox|--disable-web-security|ELECTRON_DISABLE_SECURITY_WARNINGS/;

function keyName(node: ESTree.PropertyKey): string | undefined {
  return node.type === 'Identifier' ? node.name : literalText(node);
}

/** What opens the windows' sandbox, or lets text become code, in one production file. */
export function dangerViolations(file: SourceFile): readonly Violation[] {
  if (!isProduction(file)) return [];
  const violations: Violation[] = [];
  const report = (offset: number, message: string): void => {
    violations.push({ path: file.path, line: lineAt(file.text, offset), message });
  };
  walk(file, {
    Property: (node) => {
      const name = keyName(node.key);
      if (name === undefined) return;
      if (neverNamed.has(name)) report(node.start, `${name} is forbidden`);
      const safe = onlySafeValue.get(name);
      if (safe !== undefined && node.value.type === 'Literal' && node.value.value !== safe) {
        report(node.start, `${name} may only be ${safe}`);
      }
    },
    MemberExpression: (node) => {
      if (!node.computed && node.property.type === 'Identifier' && neverNamed.has(node.property.name)) {
        report(node.start, `${node.property.name} is forbidden`);
      }
    },
    JSXAttribute: (node) => {
      if (node.name.type === 'JSXIdentifier' && neverNamed.has(node.name.name)) {
        report(node.start, `${node.name.name} is forbidden`);
      }
    },
    Literal: (node) => {
      const found = typeof node.value === 'string' ? neverWritten.exec(node.value) : null;
      if (found !== null) report(node.start, `${found[0]} is forbidden`);
    },
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'eval') report(node.start, 'eval is forbidden');
    },
    NewExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Function') {
        report(node.start, 'new Function is forbidden');
      }
    },
  });
  return violations;
}
