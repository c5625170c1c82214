import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { associatedData, envelopeKinds, type Place } from '../../electron/vault/associated-data.ts';
import { chainOf } from '../../electron/vault/chain.ts';
import { VaultDatabase } from '../../electron/vault/database.ts';
import { open } from '../../electron/vault/envelope.ts';
import { uuidText } from '../../electron/vault/identifier.ts';
import { readHeadMark } from '../../electron/vault/journal-head.ts';
import { readSlot } from '../../electron/vault/journal-slots.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import { pad, unpad } from '../../electron/vault/padding.ts';
import { headerIn } from './quick-vault.ts';
import { readVaultByKey } from './second-reader.ts';
import { chainBy, markOf, slotIdOf, slotTextOf } from './second-reader-journal.ts';
import { opened, placesOf, unpadded, zeros } from './second-reader-parts.ts';
import { codeOf, emptyFolder, value } from './vault-place.ts';

const bytes = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .transform((text) => Buffer.from(text, 'hex'));
const named = { name: z.string() };
const sealed = {
  ...named,
  key: bytes,
  place: z.strictObject({
    kind: z.literal(Object.values(envelopeKinds)),
    vaultId: bytes,
    journalId: bytes.nullable(),
    itemId: bytes.nullable(),
    sequence: z.int(),
    keyId: bytes,
    extra: bytes.nullable(),
  }),
  envelope: bytes,
};
const slot = { ...named, slotId: bytes, counter: z.int(), envelope: bytes };
const changedFiles = z.record(z.string(), bytes.nullable());
const vectors = z
  .strictObject({
    about: z.string(),
    envelopes: z.strictObject({
      good: z.array(z.strictObject({ ...sealed, content: bytes })),
      bad: z.array(z.strictObject(sealed)),
    }),
    padding: z.strictObject({
      fill: bytes,
      good: z.array(z.strictObject({ contentBytes: z.int(), paddedBytes: z.int(), sha256: z.string() })),
      bad: z.array(z.strictObject({ ...named, padded: bytes })),
    }),
    journal: z.strictObject({ vaultId: bytes, journalId: bytes, keyId: bytes, sealKey: bytes, logKey: bytes }),
    slots: z.strictObject({
      good: z.array(z.strictObject({ ...slot, text: z.string() })),
      bad: z.array(z.strictObject(slot)),
    }),
    chain: z.strictObject({
      first: bytes,
      entries: z.array(z.strictObject({ number: z.int(), envelope: bytes, link: bytes })),
    }),
    heads: z.array(
      z.strictObject({ ...named, file: bytes, mark: z.strictObject({ count: z.int(), link: bytes }).nullable() }),
    ),
    vault: z.strictObject({
      vaultKey: bytes,
      files: changedFiles,
      journals: z.array(
        z.strictObject({ journalId: z.string(), kind: z.enum(['clinic', 'session']), entries: z.array(z.string()) }),
      ),
      bad: z.array(
        z.strictObject({ ...named, files: changedFiles, journal: z.string(), noticed: z.enum(['refused', 'told']) }),
      ),
    }),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'vectors', 'vault-parts.json'), 'utf8')),
  );

const { journal, vault } = vectors;
type Sealed = (typeof vectors.envelopes.bad)[number];

function placeOf({ place }: Sealed): Place {
  const { kind, vaultId, journalId, itemId, sequence, keyId, extra } = place;
  return {
    ...{ kind, vaultId, sequence, keyId },
    ...(journalId === null ? {} : { journalId }),
    ...(itemId === null ? {} : { itemId }),
    ...(extra === null ? {} : { extra }),
  };
}

/** The same by the second reader. */
function associatedOf({ place }: Sealed): Buffer {
  const { kind, vaultId, journalId, itemId, sequence, keyId, extra } = place;
  const bound = placesOf(vaultId)(kind, journalId ?? zeros, itemId ?? zeros, sequence, keyId);
  return Buffer.concat([bound, extra ?? Buffer.alloc(0)]);
}

test.each(vectors.envelopes.good)('both readers open the envelope of $name', (vector) => {
  expect(Buffer.from(associatedData(placeOf(vector)))).toEqual(associatedOf(vector));
  expect(Buffer.from(open(vector.key, placeOf(vector), vector.envelope) ?? [])).toEqual(vector.content);
  expect(opened(vector.key, associatedOf(vector), vector.envelope)).toEqual(vector.content);
});

test('every kind of envelope has a vector', () => {
  const kinds = new Set(vectors.envelopes.good.map(({ place }) => place.kind));
  expect([...kinds].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test.each(vectors.envelopes.bad)('both readers refuse an envelope: $name', (vector) => {
  expect(open(vector.key, placeOf(vector), vector.envelope)).toBeNull();
  expect(() => opened(vector.key, associatedOf(vector), vector.envelope)).toThrow();
});

test('padding: both readers agree on the sizes, and refuse what is none', () => {
  const fill = vectors.padding.fill[0] ?? 0;
  for (const { contentBytes, paddedBytes, sha256 } of vectors.padding.good) {
    const content = Buffer.alloc(contentBytes, fill);
    const padded = Buffer.from(pad(content));
    expect([padded.length, createHash('sha256').update(padded).digest('hex')]).toEqual([paddedBytes, sha256]);
    expect(unpadded(padded).equals(content)).toBe(true);
    expect(content.equals(unpad(padded) ?? Buffer.of(0))).toBe(true);
  }
  for (const { name, padded } of vectors.padding.bad) {
    expect([name, unpad(padded)]).toEqual([name, null]);
    expect(() => unpadded(padded), name).toThrow();
  }
});

test('slots: both readers find them by name, and refuse another count, another slot and damage', () => {
  const { vaultId, journalId, keyId, sealKey, logKey } = journal;
  const database = value(VaultDatabase.open(join(emptyFolder(), 'vault.db'), vaultId)).database;
  const wrapped = randomBytes(91);
  const id = uuidText(journalId);
  database.putJournal({ journalId: id, keyId, wrappedSealKey: wrapped, wrappedLogKey: wrapped });
  const keys = { journalId: id, kind: 'session' as const, keyId, sealKey, logKey };
  const readAs = (name: string) => readSlot({ database, vaultId, keys }, name);
  for (const { name, slotId, counter, envelope, text } of vectors.slots.good) {
    expect(slotIdOf(name, logKey, vaultId)).toEqual(slotId);
    database.putSlot(journalId, slotId, { counter, envelope });
    expect(readAs(name)).toEqual({ content: text });
    expect(slotTextOf({ slotId, counter, envelope }, journal, vaultId)).toBe(text);
  }
  for (const { name, slotId, counter, envelope } of vectors.slots.bad) {
    database.putSlot(journalId, slotId, { counter, envelope });
    expect([name, readAs('draft')]).toEqual([name, 'damaged']);
    expect(() => slotTextOf({ slotId, counter, envelope }, journal, vaultId), name).toThrow();
  }
  database.close();
});

test('the chain: both readers come to the same links, each from the one before', () => {
  const { vaultId, journalId, keyId, logKey } = journal;
  const ours = chainOf(logKey, vaultId, journalId, keyId);
  const theirs = chainBy(logKey, vaultId, journalId, keyId);
  expect(Buffer.from(ours.first)).toEqual(vectors.chain.first);
  expect(theirs.first).toEqual(vectors.chain.first);
  let before = vectors.chain.first;
  for (const { number, envelope, link } of vectors.chain.entries) {
    expect(Buffer.from(ours.next(before, number, envelope))).toEqual(link);
    expect(theirs.next(before, number, envelope)).toEqual(link);
    expect(Buffer.from(ours.next(before, number + 1, envelope))).not.toEqual(link);
    before = link;
  }
});

test.each(vectors.heads)("both readers agree on a journal's head: $name", ({ file, mark }) => {
  const { vaultId, journalId, logKey } = journal;
  const path = join(emptyFolder(), 'head.vjh');
  writeFileSync(path, file);
  const said = readHeadMark(path, logKey, vaultId, journalId).mark;
  expect(said === null ? null : { count: said.count, link: Buffer.from(said.link) }).toEqual(mark);
  expect(markOf(file, logKey, vaultId, journalId)).toEqual(mark);
});

/** The vault of the vectors in a folder of its own, with some of its files in another form. */
function vaultWith(changed: Readonly<Record<string, Buffer | null>>): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'journals'));
  for (const [name, content] of Object.entries({ ...vault.files, ...changed })) {
    if (content === null) rmSync(join(folder, name), { force: true });
    else writeFileSync(join(folder, name), content);
  }
  return folder;
}

function openedByKey(folder: string) {
  const vaultKey = Uint8Array.from(vault.vaultKey);
  return value(openVault({ folder, header: headerIn(folder), vaultKey, headerFromBackup: false }, randomBytes));
}

/** What was told beside that the vectors have no database. */
function toldBeside(report: readonly string[]): string {
  return report
    .filter((sentence) => !/(missing from|was missing or damaged in) the database|^The database/.test(sentence))
    .join(' ');
}

test('both readers read the whole vault', async () => {
  const folder = vaultWith({});
  const theirs = readVaultByKey(folder, vault.vaultKey);
  expect([...theirs]).toHaveLength(vault.journals.length);
  const ours = openedByKey(folder);
  expect(ours.journals()).toHaveLength(vault.journals.length);
  for (const { journalId, kind, entries } of vault.journals) {
    expect(theirs.get(journalId)).toEqual({ kind, entries });
    expect(ours.journals()).toContainEqual({ journalId, kind });
    expect(value(await ours.read(journalId)).entries).toEqual(entries);
    expect([ours.report, value(await ours.read(journalId)).report].map(toldBeside)).toEqual(['', '']);
  }
  await ours.close();
});

test.each(vault.bad)('both readers notice: $name', async ({ files, journal: journalId, noticed }) => {
  const folder = vaultWith(files);
  expect(() => readVaultByKey(folder, vault.vaultKey)).toThrow();
  const ours = openedByKey(folder);
  const read = await ours.read(journalId);
  if (noticed === 'refused') {
    expect(codeOf(read)).toBe('journal-damaged');
  } else {
    expect(value(read).entries).toEqual(vault.journals.find((each) => each.journalId === journalId)?.entries);
    expect(toldBeside([...ours.report, ...value(read).report])).not.toBe('');
  }
  // Whatever befell one journal, the others are as they were.
  for (const other of vault.journals.filter((each) => each.journalId !== journalId)) {
    const content = await ours.read(other.journalId);
    if (!(`journals/${other.journalId}.vj` in files)) expect(value(content).entries).toEqual(other.entries);
  }
  await ours.close();
});
