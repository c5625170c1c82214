import { importsOf, memberName, walk } from './parsed-source.ts';
import { lineAt, type SourceFile, type Violation } from './source-file.ts';

/** The one file that reads a clock, and the roots that hand a clock to what they build. */
const mayReadClocks = new Set([
  'electron/session/clock.ts',
  'electron/main.ts',
  'electron/vault/vault-process.ts',
  'electron/monitors/monitors-process.ts',
]);

const clockMembers = new Set(['Date.now', 'process.hrtime', 'process.uptime', 'os.uptime']);
const clockImports = new Map([
  ['os', ['uptime']],
  ['process', ['hrtime', 'uptime']],
  ['perf_hooks', ['performance']],
]);

/** Names that exist only where there is a machine: shared has none of them. */
const machineNames = new Set([
  ...['performance', 'console', 'process', 'crypto', 'globalThis'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch'],
]);

/** Getters of Date that answer in the machine's own time zone. */
const localGetters =
  /^(?:get(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)|to(?:Locale)?(?:Date|Time)String|toLocaleString)$/;

type Report = (offset: number, message: string) => void;

function reporter(file: SourceFile): { readonly violations: Violation[]; readonly report: Report } {
  const violations: Violation[] = [];
  return {
    violations,
    report: (offset, message) => violations.push({ path: file.path, line: lineAt(file.text, offset), message }),
  };
}

function electronClocks(file: SourceFile): readonly Violation[] {
  const { violations, report } = reporter(file);
  const reason = 'reads a clock; time is an argument, and only electron/session/clock.ts reads one';
  for (const { specifier, names, line } of importsOf(file)) {
    const clocks = clockImports.get(specifier.replace(/^node:/, '')) ?? [];
    for (const name of names.filter((taken) => clocks.includes(taken))) {
      violations.push({ path: file.path, line, message: `${name} ${reason}` });
    }
  }
  walk(file, {
    MemberExpression: (node) => {
      const name = memberName(node);
      if (name !== undefined && (clockMembers.has(name) || name.startsWith('performance.'))) {
        report(node.start, `${name} ${reason}`);
      }
    },
    NewExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
        report(node.start, `new Date() ${reason}`);
      }
    },
    CallExpression: (node) => {
      if (node.callee.type !== 'Identifier') return;
      if (node.callee.name === 'Date') report(node.start, `Date() ${reason}`);
      if (node.callee.name === 'setInterval') report(node.start, `setInterval ${reason}`);
    },
  });
  return violations;
}

function sharedImpurities(file: SourceFile): readonly Violation[] {
  const { violations, report } = reporter(file);
  walk(file, {
    MemberExpression: (node) => {
      const name = memberName(node);
      if (name === 'Date.now') report(node.start, 'Date.now reads a clock; shared receives the time');
      if (name === 'Math.random') report(node.start, 'Math.random draws; shared receives randomness and ids');
      if (node.object.type === 'Identifier' && machineNames.has(node.object.name)) {
        report(node.start, `${node.object.name} belongs to a machine; shared is pure`);
      }
      if (!node.computed && node.property.type === 'Identifier' && localGetters.test(node.property.name)) {
        report(node.start, `${node.property.name} depends on the machine's time zone; shared receives the offset`);
      }
    },
    NewExpression: (node) => {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date' || node.arguments.length === 1) return;
      const fault = node.arguments.length === 0 ? 'reads a clock' : "depends on the machine's time zone";
      report(node.start, `new Date ${fault}; shared receives the time`);
    },
    CallExpression: (node) => {
      if (node.callee.type !== 'Identifier') return;
      if (node.callee.name === 'Date') report(node.start, 'Date() reads a clock; shared receives the time');
      if (machineNames.has(node.callee.name)) {
        report(node.start, `${node.callee.name} belongs to a machine; shared is pure`);
      }
    },
  });
  return violations;
}

/** Clocks, and in `shared` anything else that a machine answers, in one production file. */
export function clockViolations(file: SourceFile): readonly Violation[] {
  if (file.path.startsWith('shared/')) return sharedImpurities(file);
  if (file.path.startsWith('electron/') && !mayReadClocks.has(file.path)) return electronClocks(file);
  return [];
}
