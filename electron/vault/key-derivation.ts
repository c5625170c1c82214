import { argon2id } from 'hash-wasm';

/** Parameters of Argon2id as the header stores them. `salt` is hexadecimal. */
export type KeyDerivation = {
  readonly name: 'argon2id';
  /** Argon2's own version, 1.3. */
  readonly version: 19;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: string;
};

/** What makes a passphrase a key: in this thread, or in one of its own. */
export type Derive = (passphrase: Uint8Array, derivation: KeyDerivation) => Promise<Uint8Array>;

/** The least that any vault may ask for: RFC 9106's second recommendation, with one lane. */
export const keyDerivationFloor = { memoryKiB: 65_536, passes: 3, parallelism: 1, saltBytes: 16 } as const;
/** More than this is an altered header that would stall the machine, not a careful clinic. */
export const keyDerivationCeiling = { memoryKiB: 1_048_576, passes: 64, parallelism: 16 } as const;

/** False when the parameters are weaker than the floor or beyond the ceiling. */
export function derivationIsAllowed(derivation: KeyDerivation): boolean {
  return (
    derivation.memoryKiB >= keyDerivationFloor.memoryKiB &&
    derivation.passes >= keyDerivationFloor.passes &&
    derivation.parallelism >= keyDerivationFloor.parallelism &&
    derivation.salt.length >= keyDerivationFloor.saltBytes * 2 &&
    derivation.memoryKiB <= keyDerivationCeiling.memoryKiB &&
    derivation.passes <= keyDerivationCeiling.passes &&
    derivation.parallelism <= keyDerivationCeiling.parallelism
  );
}

/** The key that a passphrase gives: 32 bytes. The caller zeroes both. Blocks this thread for 0.3 s and more. */
export async function deriveKey(passphrase: Uint8Array, derivation: KeyDerivation): Promise<Uint8Array> {
  return argon2id({
    password: passphrase,
    salt: Buffer.from(derivation.salt, 'hex'),
    iterations: derivation.passes,
    parallelism: derivation.parallelism,
    memorySize: derivation.memoryKiB,
    hashLength: 32,
    outputType: 'binary',
  });
}

/** The parameters as bytes, for associated data: "argon2id" | version | memory | passes | parallelism (32 bit each) | salt. */
export function derivationBytes(derivation: KeyDerivation): Uint8Array {
  const numbers = Buffer.alloc(16);
  numbers.writeUInt32BE(derivation.version, 0);
  numbers.writeUInt32BE(derivation.memoryKiB, 4);
  numbers.writeUInt32BE(derivation.passes, 8);
  numbers.writeUInt32BE(derivation.parallelism, 12);
  return Buffer.concat([Buffer.from(derivation.name, 'ascii'), numbers, Buffer.from(derivation.salt, 'hex')]);
}

/** A passphrase as bytes: NFKC, so that the same words typed on another keyboard give the same key. The caller zeroes them. */
export function passphraseBytes(passphrase: string): Uint8Array {
  return new TextEncoder().encode(passphrase.normalize('NFKC'));
}
