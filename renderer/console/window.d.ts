import type { ConsoleBridge } from '../../shared/bridge/contract.ts';

declare global {
  interface Window {
    /** The only way out of this window, put here by the preload: frozen, named functions. */
    readonly vigil: ConsoleBridge;
  }
}
