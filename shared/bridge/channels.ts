import type { CallName, PushName } from './contract.ts';

/** The channel of a call of the console window. Only the preload and the bridge's host know it. */
export function callChannel(name: CallName): string {
  return `vigil:call:${name}`;
}

/** The channel of what the main process tells the console window. */
export function pushChannel(name: PushName): string {
  return `vigil:push:${name}`;
}

/** A touch or a key in the console window, without saying which. */
export const activityChannel = 'vigil:activity';
/** Asks the console whether its loop runs, and its answer. */
export const beatChannel = 'vigil:beat';
export const fallbackChannel = 'vigil:fallback';
export const playerCommandChannel = 'vigil:player:command';
export const playerReportChannel = 'vigil:player:report';
export const measureOrderChannel = 'vigil:measure:order';
export const measureReportChannel = 'vigil:measure:report';
