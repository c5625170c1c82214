import { randomBytes, scrypt } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Encrypter, type Recipient, Stanza } from 'age-encryption';

/** For whom a container is locked: who knows the passphrase, or who has the key of one of the recipients (`age1…`). */
export type AgeLock =
  | { readonly kind: 'passphrase'; readonly passphrase: Uint8Array }
  | { readonly kind: 'recipients'; readonly recipients: readonly string[] };

/** Of scrypt as age takes it, 2 to this power (r 8, p 1): 256 MiB, about a second; the stock program's own default. */
const workFactor = 18;

/** Whether a text is the public key of somebody that age can lock for. */
export async function isRecipient(text: string): Promise<boolean> {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(text);
    await encrypter.encrypt(new Uint8Array());
    return true;
  } catch {
    // The package tells a mistyped key in many ways, and each means that nothing can be locked with it.
    return false;
  }
}

/**
 * Bytes in age's format (https://age-encryption.org/v1), as a stream; the stock `age -d` opens it. The header stands first.
 * @throws Error where a recipient is none; ask `isRecipient` first
 */
export async function ageLocked(lock: AgeLock, bytes: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter();
  if (lock.kind === 'passphrase') encrypter.addRecipient(passphraseRecipient(lock.passphrase));
  else for (const recipient of lock.recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(bytes);
}

/** The package's own way to a passphrase holds up the whole process for two seconds; Node's scrypt has threads of its own. */
function passphraseRecipient(passphrase: Uint8Array): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const salt = randomBytes(16);
      const key = await derived(passphrase, Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]));
      const body = chacha20poly1305(key, new Uint8Array(12)).encrypt(fileKey);
      key.fill(0);
      return [new Stanza(['scrypt', salt.toString('base64').replaceAll('=', ''), String(workFactor)], body)];
    },
  };
}

function derived(passphrase: Uint8Array, salt: Uint8Array): Promise<Buffer> {
  const options = { N: 2 ** workFactor, r: 8, p: 1, maxmem: 2 ** (workFactor + 11) };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
