/**
 * Reads a vault as docs/vault-format.md describes it, with nothing but Node's own cryptography and none of the vault's code:
 * what it reads is what the document says.
 */
import { argon2Sync, createHash, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalOf, markOf, type ReadJournal } from './second-reader-journal.ts';
import { big, derived, hex, mac, opened, placesOf, unpadded, zeros } from './second-reader-parts.ts';

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

/** Every journal of a vault, from the journal files alone. @throws where anything does not hold. */
export function readVault(folder: string, passphrase: string): Map<string, ReadJournal> {
  const header = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8'));
  return readVaultByKey(folder, vaultKeyOf(header, { passphrase }));
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

/** A slot that a secret opens. */
type SlotBySecret = { readonly slot: ReturnType<typeof JSON.parse>; readonly secret: Buffer; readonly extra: Buffer };

function slotBy(header: ReturnType<typeof JSON.parse>, secret: SlotSecret): SlotBySecret {
  const vaultId = hex(header.vaultId);
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
    const commitment = mac(derived(fromSecret, vaultId, `${kind}-commitment`), hex(slot.slotId), extra);
    if (commitment.toString('hex') === slot.commitment) return { slot, secret: fromSecret, extra };
  }
  throw new Error(`wrong ${kind}`);
}

/** The vault key that a secret opens, of a header of version 1 to 3. @throws where it opens none, or the header is not whole. */
export function vaultKeyOf(header: ReturnType<typeof JSON.parse>, secret: SlotSecret): Buffer {
  if (header.magic !== 'vigil-vault') throw new Error('no header');
  const { checksum, ...summed } = header;
  const { mac: headerMac, ...authenticated } = summed;
  if (createHash('sha256').update(canonical(summed)).digest('hex') !== checksum) throw new Error('checksum');
  if (header.formatVersion > 3) throw new Error('newer');
  const vaultId = hex(header.vaultId);
  const place = placesOf(vaultId);
  const { slot, secret: fromSecret, extra } = slotBy(header, secret);
  const [wrapped, slotId] = [hex(slot.wrappedKey), hex(slot.slotId)];
  const associated = (envelopeKind: number) => Buffer.concat([place(envelopeKind, zeros, slotId, 0, slotId), extra]);
  const vaultKey =
    slot.wrapping === 'boxed'
      ? unboxed(wrapped, fromSecret, vaultId, associated(9))
      : opened(derived(fromSecret, vaultId, `${slot.kind}-wrap`), associated(5), wrapped);
  const computed = mac(derived(vaultKey, vaultId, 'header'), Buffer.from(canonical(authenticated)));
  if (computed.toString('hex') !== headerMac) throw new Error('header');
  return vaultKey;
}

/** The Ed25519 seed of whoever has this passphrase, of a header of version 3. @throws where it opens none. */
export function signingSeedOf(header: ReturnType<typeof JSON.parse>, passphrase: string): Buffer {
  const { slot, secret } = slotBy(header, { passphrase });
  const key = header.signingKeys.find(({ keyId }: { keyId: string }) => keyId === slot.signingKeyId);
  const [vaultId, slotId] = [hex(header.vaultId), hex(slot.slotId)];
  const associated = Buffer.concat([placesOf(vaultId)(11, zeros, slotId, 0, slotId), hex(key.keyId)]);
  return unboxed(hex(key.boxedSeed), secret, vaultId, associated);
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
  const headText = opened(
    derived(vaultKey, vaultId, 'vault-head'),
    place(7, zeros, zeros, 0, vaultKeyId),
    readFileSync(join(folder, 'head')),
  );
  const head: { journals: { journalId: string; kind: string; count: number; link: string }[] } = JSON.parse(
    unpadded(headText).toString('utf8'),
  );
  const journals = new Map<string, ReadJournal>();
  const names = readdirSync(join(folder, 'journals'));
  for (const name of names.filter((file) => file.endsWith('.vj'))) {
    const read = journalOf(readFileSync(join(folder, 'journals', name)), wrapping, vaultId, vaultKeyId);
    const { kind, entries, links, journalId } = read;
    const listed = head.journals.find((journal) => `${journal.journalId}.vj` === name);
    if (listed?.journalId.replaceAll('-', '') !== journalId.toString('hex')) throw new Error('name');
    if (listed.kind !== kind || listed.count !== entries.length) throw new Error('head');
    if (listed.link !== links[listed.count]?.toString('hex')) throw new Error('head');
    // The journal's own head may say less, never more, and nothing else.
    const own = names.includes(`${name}h`) ? readFileSync(join(folder, 'journals', `${name}h`)) : Buffer.alloc(0);
    const mark = markOf(own, read.logKey, vaultId, journalId);
    if (mark !== null && !links[mark.count]?.equals(mark.link)) throw new Error('journal head');
    journals.set(listed.journalId, { kind, entries });
  }
  const gone = head.journals.find(({ journalId }) => !journals.has(journalId));
  if (gone !== undefined) throw new Error('a journal is gone');
  return journals;
}
