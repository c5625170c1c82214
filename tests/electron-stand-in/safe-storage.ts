import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecryptStringAsyncReturnValue, SafeStorage } from 'electron';
import { appPathOf } from './app-paths.ts';
import { guarded } from './not-offered.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function profileKey(): Buffer {
  const file = join(appPathOf('userData'), 'stand-in-safe-storage.key');
  try {
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file);
}

/** Electron's `safeStorage`, asynchronous calls only: AES-256-GCM under a key file in the profile, so no safer than that. */
export const safeStorage = guarded('safeStorage', {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => true,
  /** Says honestly that no keyring protects the key. */
  getSelectedStorageBackend: () => 'basic_text' as const,
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', profileKey(), nonce);
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  },
  async decryptStringAsync(encrypted: Buffer): Promise<DecryptStringAsyncReturnValue> {
    const nonce = encrypted.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', profileKey(), nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(encrypted.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([decipher.update(encrypted.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return { result: opened.toString('utf8'), shouldReEncrypt: false };
  },
}) satisfies Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;
