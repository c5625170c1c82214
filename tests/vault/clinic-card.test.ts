import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCard, writeCard } from '../../electron/vault/clinic-card.ts';
import { codeOf, emptyFolder, value } from './vault-place.ts';

const card = { clinicName: 'Clinic', emergencyNumber: '112', address: 'Long Street 1', doorCode: '4711' };

test('the card is written, read, and replaced', () => {
  const folder = emptyFolder();
  expect(value(readCard(folder))).toBeNull();
  expect(codeOf(writeCard(folder, card))).toBe('ok');
  expect(value(readCard(folder))).toEqual(card);
  value(writeCard(folder, { ...card, emergencyNumber: '911' }));
  expect(value(readCard(folder))?.emergencyNumber).toBe('911');
});

test('a card without a number to call is refused, and the one before stays', () => {
  const folder = emptyFolder();
  value(writeCard(folder, card));
  expect(codeOf(writeCard(folder, { ...card, emergencyNumber: ' ' }))).toBe('wrong-arguments');
  expect(value(readCard(folder))).toEqual(card);
});

test('a file that is no card is told, whatever it holds', () => {
  const folder = emptyFolder();
  const path = join(folder, 'clinic-card.json');
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (content) => {
      writeFileSync(path, content);
      expect(codeOf(readCard(folder))).toBe('card-unreadable');
    }),
  );
});

test('writing where there is no folder is a Problem', () => {
  expect(codeOf(writeCard(join(emptyFolder(), 'gone'), card))).toBe('disk-error');
});

test('the card is readable by a person', () => {
  const folder = emptyFolder();
  value(writeCard(folder, card));
  expect(readFileSync(join(folder, 'clinic-card.json'), 'utf8')).toContain('"emergencyNumber": "112"');
});
