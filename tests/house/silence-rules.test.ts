import { expect, test } from 'vitest';
import { silenceViolations } from './silence-rules.ts';
import { described, isCode, projectFiles } from './source-file.ts';

test('nothing beeps, notifies or vibrates, and only the player makes music', () => {
  expect(described(projectFiles().filter(isCode).flatMap(silenceViolations))).toEqual([]);
});

test.each([
  'new AudioContext();',
  "new Audio('x.wav').play();",
  "new Notification('Over');",
  'navigator.vibrate(200);',
  'shell.beep();',
  'window.flashFrame(true);',
  "app.dock?.bounce('critical');",
  'app.setBadgeCount(1);',
  "speechSynthesis.speak(new SpeechSynthesisUtterance('x'));",
  'context.createOscillator();',
  'const view = <audio src={path} />;',
  "import { Tray } from 'electron';",
])('it may not stand in the console: %s', (text) => {
  const found = silenceViolations({ path: 'renderer/console/shell/a.tsx', text: `// first line\n${text}` });
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ line }) => line === 2)).toBe(true);
});

test('the player may make music, and still may not notify', () => {
  const at = (text: string) => silenceViolations({ path: 'renderer/player/a.ts', text });
  expect(at('new AudioContext();')).toEqual([]);
  expect(at("new Notification('Over');")).toHaveLength(1);
});

test('the page that measures may decode, and still may not play', () => {
  const at = (text: string) => silenceViolations({ path: 'renderer/measurer/a.ts', text });
  expect(at('new OfflineAudioContext(2, 1, 48_000).decodeAudioData(bytes); new Audio();')).toEqual([]);
  expect(at('new Audio().play();')).toHaveLength(1);
  expect(at('node.connect(context.destination);')).toHaveLength(1);
  expect(at('new AudioContext();')).toHaveLength(1);
});

test('a finger may bounce', () => {
  expect(silenceViolations({ path: 'renderer/console/notes/a.ts', text: 'touch.bounce(); isBounce();' })).toEqual([]);
});
