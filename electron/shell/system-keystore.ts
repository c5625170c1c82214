import type { SafeStorage } from 'electron';
import type { Keystore } from '../vault/keystore.ts';

type Store = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/**
 * The system's keystore for the vault: Electron's asynchronous calls, and what keeps the secrets. Only Linux says by itself which
 * backend it chose; macOS has its keychain, Windows its data protection, and any other system nothing that could be named.
 */
export function systemKeystore(store: Store, platform: NodeJS.Platform): Keystore {
  return {
    backend: () => {
      if (platform === 'linux') return store.getSelectedStorageBackend();
      if (platform === 'darwin') return 'keychain';
      return platform === 'win32' ? 'dpapi' : 'unknown';
    },
    isAsyncEncryptionAvailable: () => store.isAsyncEncryptionAvailable(),
    encryptStringAsync: (plainText) => store.encryptStringAsync(plainText),
    decryptStringAsync: (encrypted) => store.decryptStringAsync(encrypted),
  };
}
