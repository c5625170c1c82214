import type { Role } from './locator.ts';

/** What an app is started with. */
export type LaunchOptions = {
  /** The app's folder or main file; the repository's own app where it is left out. */
  readonly app?: string;
  /** The app's own arguments. */
  readonly args?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** The folder that relative paths of screenshots belong to. */
  readonly out?: string;
  /** How long an action waits for its target, in milliseconds; 10,000 where it is left out. */
  readonly timeoutMs?: number;
};

/** How the app's main process ended. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Something on the screen, found anew for each action; actions wait until a person could do them. */
export type Target = {
  click(): Promise<void>;
  /** Presses the pointer and releases it after so many milliseconds. */
  hold(holdMs: number): Promise<void>;
  /** Touches with one finger; `holdMs` for a long touch. */
  tap(holdMs?: number): Promise<void>;
  /**
   * Goes there by Tab, and by arrows within a group of radio buttons. Throws where Tab never comes there, or where the focus
   * cannot be seen. Answers whether an arrow chose it on the way.
   */
  tabTo(): Promise<boolean>;
  /** Drags it by the pointer and lets it go at an edge of another target, just inside. */
  dragTo(onto: Target, edge: 'top' | 'bottom'): Promise<void>;
  /** Sets a field's text at once. */
  fill(text: string): Promise<void>;
  /** Types key by key. */
  type(text: string): Promise<void>;
  /** @param option the option's label or value */
  selectOption(option: string): Promise<void>;
  check(checked?: boolean): Promise<void>;
  isVisible(): Promise<boolean>;
  isEnabled(): Promise<boolean>;
  isChecked(): Promise<boolean>;
  text(): Promise<string>;
  inputValue(): Promise<string>;
  /** How many visible elements fit. */
  count(): Promise<number>;
  waitVisible(timeoutMs?: number): Promise<void>;
  waitHidden(timeoutMs?: number): Promise<void>;
  /** @param index from 0 */
  nth(index: number): Target;
  /** The same sought only inside another target. */
  within(outer: Target): Target;
};

/** How the name of a role, a label or a text is matched: part of it in any case, unless `exact`. */
export type MatchOptions = { readonly exact?: boolean };

/** What a page holds in memory. */
export type Weight = { readonly heapBytes: number; readonly nodes: number; readonly listeners: number };

/** One window of the app. After its renderer crashed and the app made a new window, ask the app for it again. */
export type AppWindow = {
  byRole(role: Role, options?: MatchOptions & { readonly name?: string | RegExp }): Target;
  byLabel(text: string | RegExp, options?: MatchOptions): Target;
  byText(text: string | RegExp, options?: MatchOptions): Target;
  /** @param key as `Enter`, `Escape`, `Control+s` */
  press(key: string): Promise<void>;
  /** Holds a key so many milliseconds. */
  holdKey(key: string, holdMs: number): Promise<void>;
  /** Types key by key into whatever has the focus. */
  typeKeys(text: string): Promise<void>;
  screenshot(path: string): Promise<void>;
  setViewport(width: number, height: number): Promise<void>;
  title(): Promise<string>;
  /** The accessible tree as text. */
  snapshot(): Promise<string>;
  /** What hinders people who do not see, or hit, everything; one sentence each. Changes nothing. */
  audit(): Promise<string[]>;
  /** How heavy the page is once its garbage is gone. Changes nothing that a person would see. */
  weigh(): Promise<Weight>;
  /** Every error the window's console showed so far, uncaught ones and refusals of the content policy among them. */
  consoleErrors(): Promise<string[]>;
  /** Kills the window's renderer. */
  crash(): Promise<void>;
};

/** What is known of a window without looking into it. */
export type WindowInfo = { readonly id: number; readonly title: string; readonly url: string };

/** A running app. */
export type App = {
  readonly pid: number;
  readonly onExit: Promise<Exit>;
  windows(): Promise<WindowInfo[]>;
  /**
   * Waits for a window. @param which its place in the order of making (from 0), its title, or a part of its address's
   * path (`console` finds `app://host/console/index.html`)
   */
  window(which: string | number | RegExp, timeoutMs?: number): Promise<AppWindow>;
  kill(signal: NodeJS.Signals): void;
  /** Asks the app to quit; kills it where it has not gone after ten seconds. */
  close(): Promise<Exit>;
  /** The answer to the next open dialog; no path means cancelled. */
  answerOpenDialog(paths: readonly string[]): Promise<void>;
  /** The answer to the next save dialog; null means cancelled. */
  answerSaveDialog(path: string | null): Promise<void>;
  /** The answer to the next message box: the number of the button, from 0. */
  answerMessageBox(button: number): Promise<void>;
  /** What the main process wrote so far. */
  stdout(): string;
  stderr(): string;
};

/** Starts the app and acts as a person would: accessible roles, pointer and keys; no script, no bridge. */
export type Driver = {
  readonly name: 'stand-in' | 'electron';
  launchApp(options?: LaunchOptions): Promise<App>;
};
