/**
 * Reads a vault as docs/vault-format.md describes it, with nothing but Node's own cryptography and none of the vault's code:
 * what it reads is what the document says.
 */
import {
  argon2Sync,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type ReadJournal = { readonly kind: 'clinic' | 'session' | 'audit'; readonly entries: readonly string[] };

const zeros = Buffer.alloc(16);

/** HChaCha20: the first 16 bytes of the nonce turn the key into the key of ChaCha20-Poly1305 (draft-irtf-cfrg-xchacha). */
function hchacha20(key: Buffer, nonce: Buffer): Buffer {
  const words = new Uint32Array(16);
  const start = Buffer.concat([Buffer.from('expand 32-byte k'), key, nonce]);
  for (let index = 0; index < 16; index += 1) words[index] = start.readUInt32LE(index * 4);
  const at = (index: number) => words[index] ?? 0;
  const mix = (a: number, b: number, target: number, turn: number) => {
    words[a] = at(a) + at(b);
    const mixed = at(target) ^ at(a);
    words[target] = (mixed << turn) | (mixed >>> (32 - turn));
  };
  const quarter = (a: number, b: number, c: number, d: number) => {
    mix(a, b, d, 16);
    mix(c, d, b, 12);
    mix(a, b, d, 8);
    mix(c, d, b, 7);
  };
  for (let round = 0; round < 10; round += 1) {
    for (const column of [0, 1, 2, 3]) quarter(column, column + 4, column + 8, column + 12);
    for (const d of [0, 1, 2, 3]) quarter(d, 4 + ((d + 1) % 4), 8 + ((d + 2) % 4), 12 + ((d + 3) % 4));
  }
  const derived = Buffer.alloc(32);
  for (const [place, index] of [0, 1, 2, 3, 12, 13, 14, 15].entries()) derived.writeUInt32LE(at(index), place * 4);
  return derived;
}

function big(number: number, bytes: 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 4) buffer.writeUInt32BE(number);
  else buffer.writeBigUInt64BE(BigInt(number));
  return buffer;
}

function derived(key: Buffer, vaultId: Buffer, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, vaultId, `vigil/1/${label}`, 32));
}

function mac(key: Buffer | KeyObject, ...parts: readonly Buffer[]): Buffer {
  return createHmac('sha256', key).update(Buffer.concat(parts)).digest();
}

function opened(key: Buffer, associated: Buffer, envelope: Buffer): Buffer {
  const nonce = envelope.subarray(18, 42);
  const cipherNonce = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]);
  const cipher = createDecipheriv('chacha20-poly1305', hchacha20(key, nonce.subarray(0, 16)), cipherNonce, {
    authTagLength: 16,
  });
  cipher.setAAD(associated, { plaintextLength: envelope.length - 58 });
  cipher.setAuthTag(envelope.subarray(-16));
  return Buffer.concat([cipher.update(envelope.subarray(42, -16)), cipher.final()]);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

const hex = (text: string) => Buffer.from(text, 'hex');

/** Every journal of a vault, from the journal files alone. @throws where anything does not hold. */
export function readVault(folder: string, passphrase: string): Map<string, ReadJournal> {
  const header = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8'));
  return readVaultByKey(folder, vaultKeyOf(header, { passphrase }));
}

function placesOf(vaultId: Buffer) {
  return (kind: number, journalId: Buffer, itemId: Buffer, sequence: number, keyId: Buffer) =>
    Buffer.concat([
      Buffer.from('VIGILAD1'),
      Buffer.from([1, 1, kind, 0]),
      vaultId,
      journalId,
      itemId,
      big(sequence, 8),
      keyId,
    ]);
}

/** What opens a key slot. */
export type SlotSecret =
  | { readonly passphrase: string }
  | { readonly recoveryKey: string }
  | { readonly backend: string; readonly secretHex: string };

/** The key behind a recovery key's text: Crockford's base32 with a check that must divide. @throws where it is mistyped. */
export function recoveryKeyOf(text: string): Buffer {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const typed = text.toUpperCase().replace(/[ -]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const values = [...typed].map((character) => alphabet.indexOf(character));
  if (values.length !== 35 || values.includes(-1)) throw new Error('mistyped');
  const doubled = (value: number) => (value & 16 ? ((value << 1) ^ 37) & 31 : value << 1);
  const timesPower = (value: number, power: number): number =>
    power === 0 ? value : timesPower(doubled(value), power - 1);
  // The word as a polynomial must be zero at 2, 4 and 8.
  for (const power of [1, 2, 3]) {
    if (values.reduce((sum, value) => timesPower(sum, power) ^ value, 0) !== 0) throw new Error('mistyped');
  }
  const bits = values
    .slice(0, 32)
    .map((value) => value.toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(
    Array.from({ length: 20 }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2)),
  );
}

function parametersOf(kdf: Record<string, number | string>): Buffer {
  const numbers = [kdf.version, kdf.memoryKiB, kdf.passes, kdf.parallelism].map((number) => big(Number(number), 4));
  return Buffer.concat([Buffer.from('argon2id'), ...numbers, hex(String(kdf.salt))]);
}

function argon2(
  passphrase: string,
  kdf: { memoryKiB: number; passes: number; parallelism: number; salt: string },
): Buffer {
  const [message, nonce] = [passphrase.normalize('NFKC'), hex(kdf.salt)];
  const { memoryKiB: memory, passes, parallelism } = kdf;
  if (memory < 65_536 || passes < 3 || nonce.length < 16) throw new Error('weakened');
  return argon2Sync('argon2id', { message, nonce, parallelism, tagLength: 32, memory, passes });
}

/** The vault key in a slot that a rotation has boxed: ephemeral X25519 key (32) | envelope of kind 9. */
function unboxed(boxed: Buffer, secret: Buffer, vaultId: Buffer, associated: Buffer): Buffer {
  // An X25519 key as DER: a fixed beginning, then the 32 bytes.
  const privateKey = createPrivateKey({
    key: Buffer.concat([hex('302e020100300506032b656e04220420'), derived(secret, vaultId, 'slot-box-key')]),
    format: 'der',
    type: 'pkcs8',
  });
  const ephemeral = boxed.subarray(0, 32);
  const publicKey = createPublicKey({
    key: Buffer.concat([hex('302a300506032b656e032100'), ephemeral]),
    format: 'der',
    type: 'spki',
  });
  const own = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const shared = diffieHellman({ privateKey, publicKey });
  return opened(derived(Buffer.concat([shared, ephemeral, own]), vaultId, 'slot-box'), associated, boxed.subarray(32));
}

/** The vault key that a secret opens, of a header of version 1 or 2. @throws where it opens none, or the header is not whole. */
export function vaultKeyOf(header: ReturnType<typeof JSON.parse>, secret: SlotSecret): Buffer {
  if (header.magic !== 'vigil-vault') throw new Error('no header');
  const { checksum, ...summed } = header;
  const { mac: headerMac, ...authenticated } = summed;
  if (createHash('sha256').update(canonical(summed)).digest('hex') !== checksum) throw new Error('checksum');
  if (header.formatVersion > 2) throw new Error('newer');
  const vaultId = hex(header.vaultId);
  const place = placesOf(vaultId);
  const kind = 'passphrase' in secret ? 'passphrase' : 'recoveryKey' in secret ? 'recovery' : 'keystore';
  for (const slot of header.keySlots) {
    if (slot.kind !== kind || ('backend' in secret && secret.backend !== slot.backend)) continue;
    const kdf =
      slot.kdf ?? header.derivations.find((each: { derivationId: string }) => each.derivationId === slot.derivationId);
    const fromSecret =
      'passphrase' in secret
        ? argon2(secret.passphrase, kdf)
        : 'recoveryKey' in secret
          ? recoveryKeyOf(secret.recoveryKey)
          : hex(secret.secretHex);
    const extra = kind === 'passphrase' ? parametersOf(kdf) : Buffer.from(kind + (slot.backend ?? ''));
    const slotId = hex(slot.slotId);
    const commitment = mac(derived(fromSecret, vaultId, `${kind}-commitment`), slotId, extra);
    if (commitment.toString('hex') !== slot.commitment) continue;
    const wrapped = hex(slot.wrappedKey);
    const associated = (envelopeKind: number) => Buffer.concat([place(envelopeKind, zeros, slotId, 0, slotId), extra]);
    const vaultKey =
      slot.wrapping === 'boxed'
        ? unboxed(wrapped, fromSecret, vaultId, associated(9))
        : opened(derived(fromSecret, vaultId, `${kind}-wrap`), associated(5), wrapped);
    const computed = mac(derived(vaultKey, vaultId, 'header'), Buffer.from(canonical(authenticated)));
    if (computed.toString('hex') !== headerMac) throw new Error('header');
    return vaultKey;
  }
  throw new Error(`wrong ${kind}`);
}

/** The same with the vault key. @throws where anything does not hold. */
export function readVaultByKey(folder: string, vaultKey: Buffer): Map<string, ReadJournal> {
  const header = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8'));
  const { checksum, ...summed } = header;
  const { mac: headerMac, ...authenticated } = summed;
  if (createHash('sha256').update(canonical(summed)).digest('hex') !== checksum) throw new Error('checksum');
  const [vaultId, vaultKeyId] = [hex(header.vaultId), hex(header.vaultKeyId)];
  const place = placesOf(vaultId);
  const computed = mac(derived(vaultKey, vaultId, 'header'), Buffer.from(canonical(authenticated)));
  if (computed.toString('hex') !== headerMac) throw new Error('header');

  const wrapping = derived(vaultKey, vaultId, 'journal-keys');
  const unpadded = (padded: Buffer) => padded.subarray(4, 4 + padded.readUInt32BE(0)).toString('utf8');
  const headText = opened(
    derived(vaultKey, vaultId, 'vault-head'),
    place(7, zeros, zeros, 0, vaultKeyId),
    readFileSync(join(folder, 'head')),
  );
  const head: { journals: { journalId: string; count: number; link: string }[] } = JSON.parse(unpadded(headText));

  const journals = new Map<string, ReadJournal>();
  for (const name of readdirSync(join(folder, 'journals')).filter((file) => file.endsWith('.vj'))) {
    const file = readFileSync(join(folder, 'journals', name));
    if (file.toString('ascii', 0, 8) !== 'VIGILVJ1' || !file.subarray(8, 24).equals(vaultId)) throw new Error('file');
    const [journalId, keyId] = [file.subarray(24, 40), file.subarray(40, 56)];
    const sealKey = opened(wrapping, place(3, journalId, keyId, 0, vaultKeyId), file.subarray(56, 147));
    const logKey = opened(wrapping, place(4, journalId, keyId, 0, vaultKeyId), file.subarray(147, 238));
    const chainKey = createSecretKey(derived(logKey.subarray(0, 32), vaultId, 'chain'));
    let link = mac(chainKey, Buffer.from('VIGILLK1'), vaultId, journalId);
    const entries: string[] = [];
    for (let offset = 256; offset < file.length; ) {
      const end = offset + 4 + file.readUInt32BE(offset);
      const envelope = file.subarray(offset + 44, end);
      const number = Number(file.readBigUInt64BE(offset + 4));
      const associated = place(1, journalId, zeros, number, keyId);
      link = mac(chainKey, link, associated, envelope);
      if (number !== entries.length + 1 || !link.equals(file.subarray(offset + 12, offset + 44)))
        throw new Error('chain');
      entries.push(unpadded(opened(sealKey.subarray(0, 32), associated, envelope)));
      offset = end;
    }
    const listed = head.journals.find((journal) => `${journal.journalId}.vj` === name);
    if (listed?.count !== entries.length || listed.link !== link.toString('hex')) throw new Error('head');
    journals.set(listed.journalId, {
      kind: (['clinic', 'session', 'audit'] as const)[(logKey[32] ?? 0) - 1] ?? fail('kind'),
      entries,
    });
  }
  return journals;
}

function fail(what: string): never {
  throw new Error(what);
}
