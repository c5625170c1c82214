import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestEntryBytes } from '../../electron/vault/journal.ts';
import { pad, paddedSize, unpad } from '../../electron/vault/padding.ts';
import { codeOf, filesUnder, freshVault, journalWith, someEntries, value } from './vault-place.ts';

test('what is appended is read back, in order, now and after a lock', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 400 }), { maxLength: 12 }),
      fc.array(fc.jsonValue(), { maxLength: 12 }),
      async (texts, documents) => {
        const { vault, reopen } = await freshVault();
        const session = await journalWith(vault, texts);
        const clinic = randomUUID();
        const entries = documents.map((document) => JSON.stringify(document));
        value(await vault.createJournal(clinic, 'clinic'));
        for (const [index, entry] of entries.entries()) value(await vault.append(clinic, index + 1, entry));
        expect(value(await vault.read(session))).toEqual({ entries: texts, report: [] });
        await vault.close();
        const again = value(reopen());
        expect(again.report).toEqual([]);
        expect(value(await again.read(session))).toEqual({ entries: texts, report: [] });
        expect(value(await again.read(clinic))).toEqual({ entries, report: [] });
        expect(again.journals()).toContainEqual({ journalId: clinic, kind: 'clinic' });
        await again.close();
      },
    ),
    { numRuns: 25 },
  );
});

test('a sequence is saved once: the same bytes again are ok, others are refused, gaps are refused', async () => {
  const { vault, reopen } = await freshVault();
  const journalId = await journalWith(vault, ['a', 'b']);
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('ok');
  expect(codeOf(await vault.append(journalId, 1, 'a'))).toBe('ok');
  expect(codeOf(await vault.append(journalId, 2, 'c'))).toBe('sequence-taken');
  expect(codeOf(await vault.append(journalId, 4, 'd'))).toBe('sequence-gap');
  expect(value(await vault.read(journalId)).entries).toEqual(['a', 'b']);
  await vault.close();
  const again = value(reopen());
  expect(codeOf(await again.append(journalId, 2, 'b'))).toBe('ok');
  expect(codeOf(await again.append(journalId, 2, 'x'))).toBe('sequence-taken');
  expect(codeOf(await again.append(journalId, 3, 'c'))).toBe('ok');
  expect(value(await again.read(journalId)).entries).toEqual(['a', 'b', 'c']);
  await again.close();
});

test('entries that are asked for at once are saved in their order', async () => {
  const { vault } = await freshVault();
  const journalId = await journalWith(vault, []);
  const entries = someEntries(250);
  const outcomes = await Promise.all(entries.map((entry, index) => vault.append(journalId, index + 1, entry)));
  expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
  expect(value(await vault.read(journalId)).entries).toEqual(entries);
  await vault.close();
});

test('an entry may be as large as the limit and not one byte larger', async () => {
  const { vault } = await freshVault();
  const journalId = await journalWith(vault, []);
  expect(codeOf(await vault.append(journalId, 1, 'x'.repeat(largestEntryBytes + 1)))).toBe('entry-too-large');
  expect(codeOf(await vault.append(journalId, 1, 'x'.repeat(largestEntryBytes)))).toBe('ok');
  expect(value(await vault.read(journalId)).entries[0]).toHaveLength(largestEntryBytes);
  await vault.close();
});

test('unknown journals are refused; making one twice is harmless while it is empty', async () => {
  const { vault } = await freshVault();
  const unknown = randomUUID();
  expect(codeOf(await vault.append(unknown, 1, 'a'))).toBe('journal-unknown');
  expect(codeOf(await vault.read(unknown))).toBe('journal-unknown');
  expect(codeOf(await vault.getSlot(unknown, 'draft'))).toBe('journal-unknown');
  expect(codeOf(vault.handOver(unknown))).toBe('journal-unknown');
  expect(codeOf(await vault.createJournal(unknown, 'session'))).toBe('ok');
  expect(codeOf(await vault.createJournal(unknown, 'session'))).toBe('ok');
  expect(codeOf(await vault.createJournal(unknown, 'clinic'))).toBe('journal-exists');
  value(await vault.append(unknown, 1, 'a'));
  expect(codeOf(await vault.createJournal(unknown, 'session'))).toBe('journal-exists');
  expect(value(await vault.read(unknown)).entries).toEqual(['a']);
  await vault.close();
});

test('slots hold the last text of each name and journal', async () => {
  const { vault, reopen } = await freshVault();
  const [one, two] = [await journalWith(vault, []), await journalWith(vault, [])];
  expect(value(await vault.getSlot(one, 'draft'))).toBeNull();
  for (const text of ['', 'a', 'ab', 'abç'.repeat(300)]) value(await vault.putSlot(one, 'draft', text));
  value(await vault.putSlot(one, 'music', '{"atMs":1}'));
  value(await vault.putSlot(two, 'draft', 'other'));
  await vault.close();
  const again = value(reopen());
  expect(value(await again.getSlot(one, 'draft'))).toBe('abç'.repeat(300));
  expect(value(await again.getSlot(one, 'music'))).toBe('{"atMs":1}');
  expect(value(await again.getSlot(two, 'draft'))).toBe('other');
  expect(value(await again.getSlot(two, 'music'))).toBeNull();
  await again.close();
});

test('after closing, nothing answers but "locked"', async () => {
  const { vault } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  const late = vault.append(journalId, 2, 'b');
  const closed = vault.close();
  expect(codeOf(await late)).toBe('ok');
  await closed;
  expect(codeOf(await vault.append(journalId, 3, 'c'))).toBe('vault-locked');
  expect(codeOf(await vault.read(journalId))).toBe('vault-locked');
});

test('sizes on disk are those of the buckets: one below, at and one above each edge', () => {
  expect([0, 251, 252, 253].map(paddedSize)).toEqual([256, 256, 256, 512]);
  expect([507, 508, 509].map(paddedSize)).toEqual([512, 512, 1024]);
  expect([65_531, 65_532, 65_533].map(paddedSize)).toEqual([65_536, 65_536, 131_072]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (content) => {
      expect(Buffer.from(unpad(pad(content)) ?? 'x')).toEqual(Buffer.from(content));
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
      const content = unpad(noise);
      if (content !== null) expect(Buffer.from(pad(content))).toEqual(Buffer.from(noise));
    }),
  );
});

test('entries of the same bucket take the same room, and no two envelopes are alike', async () => {
  const { folder, vault } = await freshVault();
  const short = await journalWith(vault, ['a', 'a', 'a']);
  const longer = await journalWith(vault, ['b'.repeat(200), 'b'.repeat(100), 'b']);
  const size = (journalId: string) => statSync(join(folder, 'journals', `${journalId}.vj`)).size;
  expect(size(short)).toBe(size(longer));
  await vault.close();
});

test('nothing in the folder says a word of what was entered', async () => {
  const { folder, vault } = await freshVault();
  const marker = `Zuckerrübe${randomBytes(6).toString('hex')}`;
  const journalId = await journalWith(vault, [JSON.stringify({ note: marker }), marker, marker.repeat(40)]);
  value(await vault.putSlot(journalId, marker, marker));
  const search = () => {
    const needles = [
      Buffer.from(marker, 'utf8'),
      Buffer.from(marker, 'utf16le'),
      // Whatever the three possible alignments, the middle of the base64 is the same.
      ...[0, 1, 2].map((shift) => {
        const shifted = Buffer.concat([Buffer.alloc(shift), Buffer.from(marker)]).toString('base64');
        return Buffer.from(shifted.slice(4, -4));
      }),
      Buffer.from(Buffer.from(marker).toString('hex')),
    ];
    const files = filesUnder(folder);
    expect(files.length).toBeGreaterThan(5);
    for (const path of files) {
      const content = readFileSync(path);
      for (const needle of needles) expect(content.includes(needle), path).toBe(false);
      expect(path).not.toContain(marker);
    }
  };
  search();
  expect(readdirSync(folder)).toContain('vault.db-wal');
  await vault.close();
  search();
});
