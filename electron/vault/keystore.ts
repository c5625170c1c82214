import type { Outcome } from '../../shared/problem.ts';
import { vaultProblems } from './problems.ts';

/**
 * The system's keystore as the main process has it: Electron's `safeStorage`, its asynchronous calls only. `backend` is what keeps
 * the secrets: on Linux what `getSelectedStorageBackend` says, elsewhere `keychain` or `dpapi`.
 */
export type Keystore = {
  readonly backend: () => string;
  readonly isAsyncEncryptionAvailable: () => Promise<boolean>;
  readonly encryptStringAsync: (plainText: string) => Promise<Uint8Array>;
  readonly decryptStringAsync: (encrypted: Buffer) => Promise<{ readonly result: string }>;
};

/** What the vault's process knows of its keystore slot, before anything is unlocked. */
export type KeystoreSlot = { readonly backend: string; readonly protectedSecret: Uint8Array };

/**
 * The backends that encrypt under something which is not lying beside the data. `basic_text` keeps secrets under a fixed password,
 * `unknown` says nothing; neither is ever taken, and nothing that is not in this list.
 */
const safeBackends: ReadonlySet<string> = new Set([
  'gnome_libsecret',
  'kwallet',
  'kwallet5',
  'kwallet6',
  'keychain',
  'dpapi',
]);

/** Whether a backend protects what it keeps. */
export function keystoreIsSafe(backend: string): boolean {
  return safeBackends.has(backend);
}

/** Has the keystore protect 32 random bytes, for `addKeystoreSlot`. The caller zeroes `secret`. */
export async function keepInKeystore(
  keystore: Keystore,
  secret: Uint8Array,
): Promise<Outcome<{ backend: string; protectedSecret: Uint8Array }>> {
  const backend = keystore.backend();
  if (!keystoreIsSafe(backend) || !(await keystore.isAsyncEncryptionAvailable())) {
    return { ok: false, problem: vaultProblems.keystoreUnsafe };
  }
  try {
    // The call takes a string only: this one stays in memory until it is collected.
    const kept = await keystore.encryptStringAsync(Buffer.from(secret).toString('hex'));
    return { ok: true, value: { backend, protectedSecret: Uint8Array.from(kept) } };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, problem: vaultProblems.keystoreForgot };
  }
}

/** What the keystore kept for this vault; refused where it is another keystore than at that time. The caller zeroes it. */
export async function secretFromKeystore(
  keystore: Keystore,
  slot: KeystoreSlot | null,
): Promise<Outcome<{ backend: string; secret: Uint8Array }>> {
  if (slot === null) return { ok: false, problem: vaultProblems.noKeystoreSlot };
  const backend = keystore.backend();
  if (backend !== slot.backend) return { ok: false, problem: vaultProblems.keystoreChanged };
  if (!keystoreIsSafe(backend) || !(await keystore.isAsyncEncryptionAvailable())) {
    return { ok: false, problem: vaultProblems.keystoreUnsafe };
  }
  let result: string;
  try {
    ({ result } = await keystore.decryptStringAsync(Buffer.from(slot.protectedSecret)));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, problem: vaultProblems.keystoreForgot };
  }
  if (!/^[0-9a-f]{64}$/.test(result)) return { ok: false, problem: vaultProblems.keystoreForgot };
  return { ok: true, value: { backend, secret: Uint8Array.from(Buffer.from(result, 'hex')) } };
}
