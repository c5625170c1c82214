import { randomBytes } from 'node:crypto';
import type { Derive } from '../../electron/vault/key-derivation.ts';
import type { VaultProcess } from '../../electron/vault/vault-client.ts';
import { VaultService } from '../../electron/vault/vault-service.ts';
import type { Wait } from '../../electron/vault/wrong-tries.ts';

/**
 * The vault's process without a process, for `VaultClient`: messages are clones, and nobody waits after a wrong try, unless
 * `wait` says otherwise.
 */
export function vaultInThisProcess(derive?: Derive, wait: Wait = async () => undefined): VaultProcess {
  const listeners: ((message: unknown) => void)[] = [];
  const leave: (() => void)[] = [];
  const tell = (message: unknown) => {
    for (const listener of listeners) listener(structuredClone(message));
  };
  const ports = { randomBytes, wait, tell };
  const service = new VaultService(derive === undefined ? ports : { ...ports, derive });
  return {
    postMessage: (message) => void service.answer(structuredClone(message)).then(tell),
    on: (event: 'message' | 'exit', listener: (argument: never) => void) =>
      event === 'message'
        ? listeners.push((message) => Reflect.apply(listener, null, [message]))
        : leave.push(() => Reflect.apply(listener, null, [0])),
    kill: () => {
      for (const gone of leave.splice(0)) gone();
      return true;
    },
  };
}
