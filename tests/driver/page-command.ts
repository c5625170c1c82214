import type { LocatorData } from './locator.ts';

/** Everything a driver may do to a window: what a person could see and do, and nothing else. */
export type PageCommand =
  | {
      readonly act: 'click' | 'tabTo' | 'isVisible' | 'isEnabled' | 'isChecked' | 'text' | 'inputValue' | 'count';
      readonly target: LocatorData;
      readonly timeoutMs: number;
    }
  | { readonly act: 'hold' | 'tap'; readonly target: LocatorData; readonly timeoutMs: number; readonly holdMs: number }
  | {
      readonly act: 'fill' | 'type' | 'selectOption';
      readonly target: LocatorData;
      readonly timeoutMs: number;
      readonly text: string;
    }
  | { readonly act: 'check'; readonly target: LocatorData; readonly timeoutMs: number; readonly checked: boolean }
  | {
      readonly act: 'drag';
      readonly target: LocatorData;
      readonly timeoutMs: number;
      readonly onto: LocatorData;
      readonly edge: 'top' | 'bottom';
    }
  | { readonly act: 'waitVisible' | 'waitHidden'; readonly target: LocatorData; readonly timeoutMs: number }
  | { readonly act: 'press'; readonly key: string }
  | { readonly act: 'holdKey'; readonly key: string; readonly holdMs: number }
  | { readonly act: 'typeKeys'; readonly text: string }
  | { readonly act: 'screenshot'; readonly path: string }
  | { readonly act: 'setViewport'; readonly width: number; readonly height: number }
  | { readonly act: 'title' }
  | { readonly act: 'snapshot' }
  /** Answers a `Weight` as JSON. */
  | { readonly act: 'weigh' }
  /** Answers a JSON array of sentences. */
  | { readonly act: 'audit' };

/** What a command answers. */
export type PageAnswer = string | number | boolean | null;
