import type { Outcome, Problem } from '../../shared/problem.ts';
import { inspectFolder } from './inspect.ts';
import { vaultProblems } from './problems.ts';
import { type Wait, WrongTries, waitAfterWrongTries } from './wrong-tries.ts';

/** Problems that a wrong secret gives; each counts as a wrong try. */
const wrongSecrets: ReadonlySet<string> = new Set([
  vaultProblems.wrongPassphrase.code,
  vaultProblems.wrongRecoveryKey.code,
  vaultProblems.keystoreForgot.code,
]);

/** Whether a problem says that a secret was not the right one. */
export function saysWrongSecret(problem: Problem): boolean {
  return wrongSecrets.has(problem.code);
}

/** Tries secrets on a vault's folder: each waits after wrong ones, and is counted before it begins. */
export class SecretTries {
  readonly #tries = new WrongTries();
  /** How many wrong tries there were in a row before the last try. */
  before = 0;

  /** One try. A folder that is no vault, or one of a newer version, is not touched. */
  async attempt<Value>(folder: string, wait: Wait, work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    const found = inspectFolder(folder);
    if (!found.ok || found.value.kind !== 'vault') return work();
    const before = this.#tries.begin(folder);
    this.before = before;
    await wait(waitAfterWrongTries(before));
    const outcome = await work();
    if (outcome.ok) this.#tries.wasRight(folder);
    else if (!saysWrongSecret(outcome.problem)) this.#tries.wasNone(folder, before);
    return outcome;
  }
}
