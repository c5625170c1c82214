// Running other programs: in the foreground with their output shown, or quietly with their output kept.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './repository.mjs';

/** @typedef {{ env?: NodeJS.ProcessEnv, stdout?: 'inherit' | 'stderr', cwd?: string }} ForegroundOptions */

/**
 * Runs a program in the foreground and gives its exit code (128 + the signal's number when a signal ended it).
 * SIGINT, SIGTERM and SIGHUP that reach us are passed on, and we wait for the program to end.
 * @param {readonly string[]} command
 * @param {ForegroundOptions} [options] `stdout: 'stderr'` keeps our own standard output clean
 * @returns {Promise<number>}
 */
export function runInForeground([program = '', ...args], { env = process.env, stdout = 'inherit', cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['inherit', stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
    });
    /** @type {readonly NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, passOn);
    const done = () => {
      for (const signal of signals) process.off(signal, passOn);
    };
    child.on('error', (error) => {
      done();
      reject(error);
    });
    child.on('close', (code, signal) => {
      done();
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal]));
    });
  });
}

/** @typedef {{ env?: NodeJS.ProcessEnv, cwd?: string, limitMs?: number, shell?: boolean }} QuietOptions */

/**
 * Runs a program without a terminal and gives its exit code and everything it printed. A program that cannot be
 * started, or that outlives `limitMs` (and is then ended), gives code 1 and says so in `output`.
 * @param {readonly string[]} command
 * @param {QuietOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly([program = '', ...args], { env = process.env, cwd = root, limitMs, shell = false } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            output += `\nended after ${limitMs} ms`;
            child.kill('SIGKILL');
          }, limitMs);
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => {
      clearTimeout(limit);
      resolve({ code: 1, output: `${output}${error.message}` });
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * The last lines of a program's output, indented, for a message about its failure.
 * @param {string} output
 * @param {number} [count]
 * @returns {readonly string[]}
 */
export function lastLines(output, count = 12) {
  return output.trimEnd().split('\n').slice(-count);
}

/**
 * The first lines of a program's output, for one that says its reason first and its usage after it, as npm does.
 * @param {string} output
 * @param {number} [count]
 * @returns {readonly string[]}
 */
export function firstLines(output, count = 12) {
  return output.trimStart().split('\n').slice(0, count);
}
