import { cpSync, existsSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import { type BackupFiles, systemFiles } from '../../electron/vault/backup-target.ts';
import { VaultDatabase } from '../../electron/vault/database.ts';
import { diskSteps } from './disk-steps.ts';
import { contentOf, emptyFolder } from './vault-place.ts';

/** What a step does, by the name of the call: `write`, `sync` and `read` are those of an open file. */
export type Before = (call: string) => void;

/** The system's files with every step announced first; what `before` throws is what the disk says. */
export function watchedFiles(before: Before): BackupFiles {
  return watched({ ...systemFiles }, before);
}

function watched<Calls extends object>(calls: Calls, before: Before): Calls {
  return new Proxy(calls, {
    get: (target, name) => {
      const real: unknown = Reflect.get(target, name);
      if (typeof real !== 'function' || typeof name !== 'string') return real;
      return async (...args: unknown[]): Promise<unknown> => {
        // What is open is closed, also on a disk that says nothing good any more.
        if (name !== 'close') before(name);
        const answer: unknown = await Reflect.apply(real, target, args);
        return name === 'open' && typeof answer === 'object' && answer !== null ? watched(answer, before) : answer;
      };
    },
  });
}

/** What the operating system says. */
export function diskError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Copies of a folder as it was at each moment at which something in it differed: what a kill would have left. */
export class Moments {
  readonly left: string[] = [];
  readonly #folder: string;
  #last = '';

  constructor(folder: string) {
    this.#folder = folder;
  }

  look = (): void => {
    const { before } = diskSteps;
    diskSteps.before = null;
    const now = existsSync(this.#folder) ? JSON.stringify([...contentOf(this.#folder)]) : 'absent';
    if (now !== this.#last) {
      const copy = emptyFolder();
      if (now !== 'absent') cpSync(this.#folder, copy, { recursive: true });
      this.left.push(copy);
      this.#last = now;
    }
    diskSteps.before = before;
  };

  /** Looks before each change of a file that the work makes, and once more at its end. */
  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    diskSteps.before = this.look;
    onTestFinished(() => {
      diskSteps.before = null;
    });
    try {
      return await work();
    } finally {
      diskSteps.before = null;
      this.look();
    }
  }
}

/** Steps of the database are looked at as well; what SQLite does within one it does wholly or not at all. */
export function watchDatabase(
  steps: readonly ('append' | 'putJournal' | 'putSlot' | 'checkpoint')[],
  look: () => void,
): void {
  for (const name of steps) {
    const real = VaultDatabase.prototype[name];
    const spied = vi.spyOn(VaultDatabase.prototype, name).mockImplementation(function (
      this: VaultDatabase,
      ...args: unknown[]
    ) {
      look();
      Reflect.apply(real, this, args);
      look();
    });
    onTestFinished(() => spied.mockRestore());
  }
}
