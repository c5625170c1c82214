import { expect, test } from 'vitest';
import { dangerViolations } from './danger-rules.ts';
import { described, isCode, projectFiles } from './source-file.ts';

test("nothing opens the windows' sandbox or lets text become code", () => {
  expect(described(projectFiles().filter(isCode).flatMap(dangerViolations))).toEqual([]);
});

test.each([
  'const options = { webSecurity: false };',
  'const options = { contextIsolation: false };',
  'const options = { sandbox: false };',
  'const options = { nodeIntegration: true };',
  "const options = { 'nodeIntegrationInWorker': true };",
  'const options = { webviewTag: true };',
  'const options = { allowRunningInsecureContent: false };',
  'const options = { experimentalFeatures: true };',
  "const options = { enableBlinkFeatures: 'x' };",
  'const privileges = { bypassCSP: true };',
  "shell.openExternal('x');",
  "contents.executeJavaScript('x');",
  "ipcRenderer.sendSync('x');",
  "app.commandLine.appendSwitch('--no-sandbox');",
  "eval('x');",
  "const run = new Function('x');",
  'const view = <p dangerouslySetInnerHTML={html} />;',
])('it may not stand anywhere: %s', (text) => {
  expect(dangerViolations({ path: 'electron/shell/a.tsx', text: `// first line\n${text}` })).toMatchObject([
    { line: 2 },
  ]);
});

test('the safe values may stand', () => {
  const text = 'const options = { webSecurity: true, contextIsolation: true, sandbox: true, nodeIntegration: false };';
  expect(dangerViolations({ path: 'electron/shell/a.ts', text })).toEqual([]);
});
