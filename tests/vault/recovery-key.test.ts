import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { recoveryKeyFrom, recoveryKeyGroups } from '../../electron/vault/recovery-key.ts';
import { recoverySheet } from '../../electron/vault/recovery-sheet.ts';
import { bytesOf } from './quick-vault.ts';
import { recoveryKeyOf } from './second-reader.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const key = fc.uint8Array({ minLength: 20, maxLength: 20 });
const textOf = (bytes: Uint8Array) => recoveryKeyGroups(bytes).join('');

test('a recovery key comes back from its groups, however they are typed', () => {
  fc.assert(
    fc.property(key, fc.constantFrom('', ' ', '-', '  - '), fc.boolean(), (bytes, between, small) => {
      const groups = recoveryKeyGroups(bytes);
      expect(groups.map((group) => group.length)).toEqual([5, 5, 5, 5, 5, 5, 5]);
      const text = groups.join(between);
      const typed = small ? text.toLowerCase() : text;
      expect(recoveryKeyFrom(bytesOf(typed))).toEqual(bytes);
      expect(new Uint8Array(recoveryKeyOf(typed))).toEqual(bytes);
    }),
  );
});

test('letters that look like digits are taken for them', () => {
  const text = textOf(new Uint8Array(20));
  expect(text).toMatch(/^0{35}$/);
  expect(recoveryKeyFrom(bytesOf(text.replaceAll('0', 'o')))).toEqual(new Uint8Array(20));
  const ones = textOf(Uint8Array.from(Buffer.from('08421084210842108421084210842108421084210842'.slice(0, 40), 'hex')));
  expect(ones.slice(0, 32)).toBe('1'.repeat(32));
  expect(recoveryKeyFrom(bytesOf(ones.replaceAll('1', 'l')))).toEqual(recoveryKeyFrom(bytesOf(ones)));
  expect(recoveryKeyFrom(bytesOf(ones.replaceAll('1', 'I')))).not.toBeNull();
});

test('every single wrong character and every exchange of two neighbours is found', () => {
  let changed = 0;
  for (const bytes of fc.sample(key, 20)) {
    const text = textOf(bytes);
    for (let place = 0; place < text.length; place += 1) {
      for (const other of alphabet) {
        if (other === text[place]) continue;
        changed += 1;
        expect(recoveryKeyFrom(bytesOf(text.slice(0, place) + other + text.slice(place + 1)))).toBeNull();
      }
      const [one, two] = [text[place] ?? '', text[place + 1] ?? ''];
      if (one === two || two === '') continue;
      changed += 1;
      expect(recoveryKeyFrom(bytesOf(text.slice(0, place) + two + one + text.slice(place + 2)))).toBeNull();
    }
  }
  expect(changed).toBeGreaterThan(20 * 35 * 31);
});

test('one character too few or too many, and anything that is no such text, is refused', () => {
  const text = textOf(Uint8Array.from({ length: 20 }, (_, index) => index * 7));
  expect(recoveryKeyFrom(bytesOf(text))).not.toBeNull();
  expect(recoveryKeyFrom(bytesOf(text.slice(1)))).toBeNull();
  expect(recoveryKeyFrom(bytesOf(`${text}0`))).toBeNull();
  expect(recoveryKeyFrom(bytesOf(`${text.slice(0, 34)}U`))).toBeNull();
  expect(recoveryKeyFrom(bytesOf(''))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const found = recoveryKeyFrom(bytes);
      // By chance alone such a text would be one in 32,768 of those with 35 characters.
      if (found !== null) expect(bytes.length).toBeGreaterThanOrEqual(35);
    }),
  );
});

test('the sheet shows the groups, a QR code without a script or an address, and whose it is not', () => {
  const sheet = recoverySheet(new Uint8Array(20));
  expect(sheet.groups).toHaveLength(7);
  expect(sheet.qrSvg.startsWith('<svg')).toBe(true);
  expect(sheet.qrSvg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/script|https?:|href/i);
  expect(sheet.sentences.join(' ')).toContain('shown only once');
});
