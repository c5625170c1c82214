import { walk } from './parsed-source.ts';
import { isProduction, lineAt, type SourceFile, type Violation } from './source-file.ts';

/** What makes a window or a machine sound: only the player may, whose one job is the music. */
const soundMakers = new Set([
  ...['AudioContext', 'webkitAudioContext', 'OfflineAudioContext', 'Audio', 'AudioBufferSourceNode', 'OscillatorNode'],
  ...['SpeechSynthesisUtterance', 'speechSynthesis', 'HTMLAudioElement', 'createOscillator', 'Howl', 'Howler'],
]);
/** What calls for attention by sound, by shaking, or over the screen of the system: nobody may. */
const callersForAttention = new Set([
  ...['Notification', 'showNotification', 'vibrate', 'beep', 'flashFrame', 'setBadge', 'setBadgeCount', 'Tray'],
  ...['vibrationActuator', 'playEffect'],
]);
/** The bouncing icon is asked of the dock only; elsewhere the word is a finger's. */
const ofTheDock = new Set(['bounce']);

const isPlayer = (file: SourceFile) => file.path.startsWith('renderer/player/');
const isMeasurer = (file: SourceFile) => file.path.startsWith('renderer/measurer/');
/** The page that measures decodes and asks for lengths; it leads nothing to an output and plays nothing. */
const ofTheMeasurer = new Set(['OfflineAudioContext', 'Audio']);
const outwards = new Set(['play', 'destination', 'autoplay']);

/**
 * What could sound, shake or pop up in one production file: a session's room is quiet, and no alert is a beep. The player
 * makes the music and nothing else; rendering the built-in pieces to files makes no sound.
 */
export function silenceViolations(file: SourceFile): readonly Violation[] {
  if (!isProduction(file)) return [];
  const violations: Violation[] = [];
  const report = (offset: number, name: string): void => {
    violations.push({ path: file.path, line: lineAt(file.text, offset), message: `${name} is not silent` });
  };
  const judge = (offset: number, name: string): void => {
    const makesSound = soundMakers.has(name) && !isPlayer(file) && !(isMeasurer(file) && ofTheMeasurer.has(name));
    const leadsOut = isMeasurer(file) && outwards.has(name);
    if (callersForAttention.has(name) || makesSound || leadsOut) report(offset, name);
  };
  walk(file, {
    NewExpression: (node) => {
      if (node.callee.type === 'Identifier') judge(node.start, node.callee.name);
    },
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier') judge(node.start, node.callee.name);
    },
    MemberExpression: (node) => {
      if (node.computed || node.property.type !== 'Identifier') return;
      judge(node.start, node.property.name);
      const dock = node.object.type === 'MemberExpression' ? node.object.property : node.object;
      if (ofTheDock.has(node.property.name) && dock.type === 'Identifier' && dock.name === 'dock')
        report(node.start, 'dock.bounce');
    },
    JSXOpeningElement: (node) => {
      if (node.name.type === 'JSXIdentifier' && ['audio', 'video'].includes(node.name.name))
        report(node.start, `<${node.name.name}>`);
    },
    ImportSpecifier: (node) => {
      const name = node.imported.type === 'Identifier' ? node.imported.name : '';
      judge(node.start, name);
    },
  });
  return violations;
}
