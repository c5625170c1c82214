import { argon2Sync, createPublicKey, randomBytes, verify } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { argon2id } from 'hash-wasm';
import { expect, test } from 'vitest';
import { deriveKey, passphraseBytes } from '../../electron/vault/key-derivation.ts';
import { freshVault, value } from './vault-place.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

test('XChaCha20-Poly1305 gives the answer of draft-irtf-cfrg-xchacha, A.3.1', () => {
  const key = hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
  const nonce = hex('404142434445464748494a4b4c4d4e4f5051525354555657');
  const data = hex('50515253c0c1c2c3c4c5c6c7');
  const text = Buffer.from(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );
  const sealed = hex(`
    bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216
    cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13
    b52e c0875924c1c7987947deafd8780acf49`);
  expect(xchacha20poly1305(key, nonce, data).encrypt(text)).toEqual(sealed);
  const spoilt = Uint8Array.from(sealed);
  spoilt[7] = (spoilt[7] ?? 0) ^ 1;
  expect(() => xchacha20poly1305(key, nonce, data).decrypt(spoilt)).toThrow();
});

test('Argon2id gives the answer of the reference implementation, 64 MiB and two passes', async () => {
  const answer = await argon2id({
    password: 'password',
    salt: 'somesalt',
    iterations: 2,
    memorySize: 65_536,
    parallelism: 1,
    hashLength: 32,
    outputType: 'hex',
  });
  expect(answer).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
});

test("Argon2id with the vault's own parameters agrees with node:crypto", async () => {
  const salt = randomBytes(16);
  const message = passphraseBytes('Grüße aus der Klinik');
  const derivation = { name: 'argon2id', version: 19, memoryKiB: 65_536, passes: 3, parallelism: 1 } as const;
  const ours = await deriveKey(message, { ...derivation, salt: salt.toString('hex') });
  const theirs = argon2Sync('argon2id', {
    message,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: 65_536,
    passes: 3,
  });
  expect(Buffer.from(ours)).toEqual(theirs);
});

test('Ed25519 gives the answer of RFC 8032, test 1', () => {
  const seed = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  expect(ed25519.getPublicKey(seed)).toEqual(hex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'));
  expect(ed25519.sign(new Uint8Array(), seed)).toEqual(
    hex(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ),
  );
});

test("a vault's signature is accepted by node:crypto, and by it only for the same bytes", async () => {
  const { vault } = await freshVault();
  const bytes = Buffer.from('{"record":1}');
  const { signatureHex, publicKeyHex } = value(vault.sign(bytes));
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKeyHex, 'hex').toString('base64url') },
    format: 'jwk',
  });
  expect(verify(null, bytes, key, Buffer.from(signatureHex, 'hex'))).toBe(true);
  expect(verify(null, Buffer.from('{"record":2}'), key, Buffer.from(signatureHex, 'hex'))).toBe(false);
  await vault.close();
});

test('the same words give the same bytes however they are composed', () => {
  expect(passphraseBytes('e\u0301te')).toEqual(passphraseBytes('\u00e9te'));
});
