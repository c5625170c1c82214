import { resolve } from 'node:path';
import type { AppWindow, MatchOptions, Target, Weight } from './driver.ts';
import { type LocatorData, type LocatorStep, textMatch } from './locator.ts';
import type { PageAnswer, PageCommand } from './page-command.ts';

/** How commands reach one window. */
export type WindowWire = {
  perform(command: PageCommand): Promise<PageAnswer>;
  consoleErrors(): Promise<string[]>;
  crash(): Promise<void>;
};

/** What the actions of a window need besides the wire. */
export type WindowSettings = { readonly out: string; readonly timeoutMs: number };

const stepsOf = new WeakMap<Target, LocatorData>();

function makeTarget(wire: WindowWire, target: LocatorData, timeoutMs: number): Target {
  const perform = async (command: PageCommand): Promise<PageAnswer> => wire.perform(command);
  const ask = (act: 'isVisible' | 'isEnabled' | 'isChecked' | 'text' | 'inputValue' | 'count'): Promise<PageAnswer> =>
    perform({ act, target, timeoutMs });
  const write = async (act: 'fill' | 'type' | 'selectOption', text: string): Promise<void> => {
    await perform({ act, target, timeoutMs, text });
  };
  const made: Target = {
    async click() {
      await perform({ act: 'click', target, timeoutMs });
    },
    tabTo: async () => (await perform({ act: 'tabTo', target, timeoutMs })) === true,
    async hold(holdMs) {
      await perform({ act: 'hold', target, timeoutMs, holdMs });
    },
    async tap(holdMs = 0) {
      await perform({ act: 'tap', target, timeoutMs, holdMs });
    },
    async dragTo(onto, edge) {
      await perform({ act: 'drag', target, timeoutMs, onto: stepsOf.get(onto) ?? [], edge });
    },
    fill: (text) => write('fill', text),
    type: (text) => write('type', text),
    selectOption: (option) => write('selectOption', option),
    async check(checked = true) {
      await perform({ act: 'check', target, timeoutMs, checked });
    },
    isVisible: async () => (await ask('isVisible')) === true,
    isEnabled: async () => (await ask('isEnabled')) === true,
    isChecked: async () => (await ask('isChecked')) === true,
    text: async () => String(await ask('text')),
    inputValue: async () => String(await ask('inputValue')),
    count: async () => Number(await ask('count')),
    async waitVisible(patienceMs = timeoutMs) {
      await perform({ act: 'waitVisible', target, timeoutMs: patienceMs });
    },
    async waitHidden(patienceMs = timeoutMs) {
      await perform({ act: 'waitHidden', target, timeoutMs: patienceMs });
    },
    nth: (index) => makeTarget(wire, [...target, { by: 'nth', index }], timeoutMs),
    within: (outer) => makeTarget(wire, [...(stepsOf.get(outer) ?? []), ...target], timeoutMs),
  };
  stepsOf.set(made, target);
  return made;
}

/** A window over a wire; the same for every driver. */
export function makeAppWindow(wire: WindowWire, settings: WindowSettings): AppWindow {
  const find = (step: LocatorStep): Target => makeTarget(wire, [step], settings.timeoutMs);
  const matchOf = (text: string | RegExp, options: MatchOptions = {}) => textMatch(text, options.exact ?? false);
  return {
    byRole: (role, options = {}) =>
      find({ by: 'role', role, name: options.name === undefined ? null : matchOf(options.name, options) }),
    byLabel: (text, options) => find({ by: 'label', match: matchOf(text, options) }),
    byText: (text, options) => find({ by: 'text', match: matchOf(text, options) }),
    async press(key) {
      await wire.perform({ act: 'press', key });
    },
    async holdKey(key, holdMs) {
      await wire.perform({ act: 'holdKey', key, holdMs });
    },
    async typeKeys(text) {
      await wire.perform({ act: 'typeKeys', text });
    },
    async screenshot(path) {
      await wire.perform({ act: 'screenshot', path: resolve(settings.out, path) });
    },
    async setViewport(width, height) {
      await wire.perform({ act: 'setViewport', width, height });
    },
    title: async () => String(await wire.perform({ act: 'title' })),
    snapshot: async () => String(await wire.perform({ act: 'snapshot' })),
    async audit() {
      const found: unknown = JSON.parse(String(await wire.perform({ act: 'audit' })));
      if (!Array.isArray(found)) throw new Error('The audit gave no list');
      return found.map(String);
    },
    weigh: async () => JSON.parse(String(await wire.perform({ act: 'weigh' }))) as Weight,
    consoleErrors: () => wire.consoleErrors(),
    crash: () => wire.crash(),
  };
}
