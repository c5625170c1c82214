/**
 * Reads a vault as docs/vault-format.md describes it, with nothing but Node's own cryptography and none of the vault's code:
 * what it reads is what the document says.
 */
import { argon2Sync, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type ReadJournal = { readonly kind: 'clinic' | 'session'; readonly entries: readonly string[] };

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

function mac(key: Buffer, ...parts: readonly Buffer[]): Buffer {
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

/** Every journal of a vault, from the journal files alone. @throws where anything does not hold. */
export function readVault(folder: string, passphrase: string): Map<string, ReadJournal> {
  const header = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8'));
  const { checksum, ...summed } = header;
  const { mac: headerMac, ...authenticated } = summed;
  if (createHash('sha256').update(canonical(summed)).digest('hex') !== checksum) throw new Error('checksum');
  const hex = (text: string) => Buffer.from(text, 'hex');
  const [vaultId, vaultKeyId] = [hex(header.vaultId), hex(header.vaultKeyId)];
  const place = (kind: number, journalId: Buffer, itemId: Buffer, sequence: number, keyId: Buffer) =>
    Buffer.concat([
      Buffer.from('VIGILAD1'),
      Buffer.from([1, 1, kind, 0]),
      vaultId,
      journalId,
      itemId,
      big(sequence, 8),
      keyId,
    ]);

  const [slot] = header.keySlots;
  const { version, memoryKiB, passes, parallelism, salt } = slot.kdf;
  const parameters = Buffer.concat([
    Buffer.from('argon2id'),
    ...[version, memoryKiB, passes, parallelism].map((number) => big(number, 4)),
    hex(salt),
  ]);
  const fromPassphrase = argon2Sync('argon2id', {
    message: passphrase.normalize('NFKC'),
    nonce: hex(salt),
    parallelism,
    tagLength: 32,
    memory: memoryKiB,
    passes,
  });
  const slotId = hex(slot.slotId);
  const commitment = mac(derived(fromPassphrase, vaultId, 'passphrase-commitment'), slotId, parameters);
  if (commitment.toString('hex') !== slot.commitment) throw new Error('wrong passphrase');
  const vaultKey = opened(
    derived(fromPassphrase, vaultId, 'passphrase-wrap'),
    Buffer.concat([place(5, zeros, slotId, 0, slotId), parameters]),
    hex(slot.wrappedKey),
  );
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
    const chainKey = derived(logKey.subarray(0, 32), vaultId, 'chain');
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
    journals.set(listed.journalId, { kind: logKey[32] === 1 ? 'clinic' : 'session', entries });
  }
  return journals;
}
