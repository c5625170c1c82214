import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { uuidBytes } from '../../electron/vault/identifier.ts';
import { codeOf, copyOf, freshVault, journalWith, putBack, type Reopen, someEntries, value } from './vault-place.ts';

type Bed = {
  readonly folder: string;
  readonly reopen: Reopen;
  readonly journalId: string;
  readonly entries: readonly string[];
};

/** A closed vault with one journal. */
async function bed(count = 8): Promise<Bed> {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(count);
  const journalId = await journalWith(vault, entries);
  await vault.close();
  return { folder, reopen, journalId, entries };
}

/** What a reader gets: entries and everything that was reported, or the code of the Problem. */
async function readAll(
  { reopen, journalId }: Bed,
  folder?: string,
): Promise<{ entries: readonly string[]; report: string } | string> {
  const opened = reopen(folder);
  if (!opened.ok) return opened.problem.code;
  const read = await opened.value.read(journalId);
  await opened.value.close();
  if (!read.ok) return read.problem.code;
  return { entries: read.value.entries, report: [...opened.value.report, ...read.value.report].join('\n') };
}

/** Changes the database behind the vault's back, its triggers gone. */
function inDatabase(folder: string, change: (connection: BetterSqlite3.Database) => void): void {
  const connection = new BetterSqlite3(join(folder, 'vault.db'));
  const triggers = connection.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  connection.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_removed;');
  change(connection);
  const hasEvents = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'events'").get() !== undefined;
  if (hasEvents) for (const trigger of triggers) connection.exec(trigger);
  connection.close();
}

function journalFile({ folder, journalId }: Bed): string {
  return join(folder, 'journals', `${journalId}.vj`);
}

function flip(path: string, bit: number): void {
  const content = readFileSync(path);
  const position = bit >> 3;
  content[position] = (content[position] ?? 0) ^ (1 << (bit & 7));
  writeFileSync(path, content);
}

/** The frames of a journal file, the header first. */
function framesOf(path: string): Buffer[] {
  const content = readFileSync(path);
  const parts = [content.subarray(0, 256)];
  for (let offset = 256; offset < content.length; ) {
    const end = offset + 4 + content.readUInt32BE(offset);
    parts.push(content.subarray(offset, end));
    offset = end;
  }
  return parts;
}

test('the database itself refuses to change or remove events', async () => {
  const { folder } = await bed();
  const connection = new BetterSqlite3(join(folder, 'vault.db'));
  expect(() => connection.exec("UPDATE events SET envelope = x'00' WHERE sequence = 1")).toThrow('never changed');
  expect(() => connection.exec('DELETE FROM events WHERE sequence = 1')).toThrow('never removed');
  connection.close();
});

const databaseTampering: readonly (readonly [string, (connection: BetterSqlite3.Database) => void])[] = [
  [
    'a flipped envelope',
    (db) =>
      db.exec(
        // Another byte than the one that stands there, whichever that is.
        "UPDATE events SET envelope = CAST(substr(envelope, 1, 60) || CASE substr(envelope, 61, 1) WHEN x'ff' THEN x'00' ELSE x'ff' END || substr(envelope, 62) AS BLOB) WHERE sequence = 3",
      ),
  ],
  ['a flipped link', (db) => db.exec('UPDATE events SET link = randomblob(32) WHERE sequence = 3')],
  [
    'two events swapped',
    (db) =>
      db.exec(
        'UPDATE events SET sequence = 100 WHERE sequence = 2; UPDATE events SET sequence = 2 WHERE sequence = 3; UPDATE events SET sequence = 3 WHERE sequence = 100',
      ),
  ],
  ['an event dropped', (db) => db.exec('DELETE FROM events WHERE sequence = 4')],
  [
    'an event dropped and the rest moved up',
    (db) =>
      db.exec(
        'DELETE FROM events WHERE sequence = 4; UPDATE events SET sequence = 4 WHERE sequence = 5; UPDATE events SET sequence = 5 WHERE sequence = 6; UPDATE events SET sequence = 6 WHERE sequence = 7; UPDATE events SET sequence = 7 WHERE sequence = 8',
      ),
  ],
  [
    'an event doubled at the end',
    (db) => db.exec('INSERT INTO events SELECT journal_id, 9, link, envelope FROM events WHERE sequence = 8'),
  ],
  [
    'an event replaced by another one',
    (db) =>
      db.exec(
        'UPDATE events SET envelope = (SELECT envelope FROM events WHERE sequence = 1), link = (SELECT link FROM events WHERE sequence = 1) WHERE sequence = 5',
      ),
  ],
  ['all events gone', (db) => db.exec('DELETE FROM events')],
];

test.each(databaseTampering)('in the database: %s is reported and the other copy decides', async (_, change) => {
  const place = await bed();
  inDatabase(place.folder, change);
  const first = await readAll(place);
  expect(first).toMatchObject({
    entries: place.entries,
    report: expect.stringMatching(/in the database|from the database/),
  });
  // Restored for good: the second opening finds nothing more.
  expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
});

const fileTampering: readonly (readonly [string, (frames: Buffer[]) => Buffer[]])[] = [
  ['two frames swapped', ([header = Buffer.alloc(0), a = header, b = header, ...rest]) => [header, b, a, ...rest]],
  ['a frame dropped', (frames) => frames.filter((_, index) => index !== 4)],
  ['a frame doubled', (frames) => [...frames.slice(0, 5), ...frames.slice(4)]],
  ['the last frame doubled', (frames) => [...frames, ...frames.slice(-1)]],
  [
    'the last frame cut in half',
    (frames) => [...frames.slice(0, -1), ...frames.slice(-1).map((frame) => frame.subarray(0, 99))],
  ],
  ['the last three frames gone', (frames) => frames.slice(0, -3)],
  [
    'a length that is too long',
    (frames) =>
      frames.map((frame, index) =>
        index === 3 ? Buffer.concat([Buffer.from('7fffffff', 'hex'), frame.subarray(4)]) : frame,
      ),
  ],
  ['everything but the header gone', (frames) => frames.slice(0, 1)],
  ['even the header gone', () => []],
];

test.each(fileTampering)('in the journal file: %s is reported and the other copy decides', async (_, change) => {
  const place = await bed();
  const before = readFileSync(journalFile(place));
  writeFileSync(journalFile(place), Buffer.concat(change(framesOf(journalFile(place)))));
  expect(await readAll(place)).toMatchObject({
    entries: place.entries,
    report: expect.stringContaining('journal file'),
  });
  expect(readFileSync(journalFile(place))).toEqual(before);
  expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
});

test('any flipped bit of the journal file is reported, the bytes are kept aside, and nothing is lost', async () => {
  const place = await bed(4);
  const whole = readFileSync(journalFile(place));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length * 8 - 1 }), async (bit) => {
      const copy = copyOf(place.folder);
      const path = join(copy, 'journals', `${place.journalId}.vj`);
      flip(path, bit);
      const spoilt = readFileSync(path);
      const found = await readAll(place, copy);
      expect(found).toMatchObject({ entries: place.entries, report: expect.stringContaining('journal file') });
      expect(readFileSync(path)).toEqual(whole);
      if (bit >= 256 * 8) {
        const aside = readdirSync(join(copy, 'journals')).find((name) => name.includes('.aside-'));
        const kept = readFileSync(join(copy, 'journals', aside ?? ''));
        expect(spoilt.subarray(-kept.length)).toEqual(kept);
      }
    }),
    { numRuns: 40 },
  );
});

/** Changes the words by which a table was made; the rows stay as they are. */
function respell(folder: string, table: string, from: string, to: string): void {
  const connection = new BetterSqlite3(join(folder, 'vault.db'));
  connection.unsafeMode(true);
  connection.pragma('writable_schema = ON');
  const changed = connection
    .prepare("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?")
    .run(from, to, table);
  expect(changed.changes).toBe(1);
  connection.close();
}

test.each([
  ['events', 'sequence', 'Sequence'],
  ['events', 'link', 'lInk'],
  ['events', 'envelope', 'envelopE'],
  ['journals', 'key_id', 'Key_id'],
  ['journals', 'wrapped_log_key', 'wrapped_log_keY'],
  ['slots', 'counter', 'Counter'],
])('a table %s whose column %s is spelt %s is read all the same', async (table, from, to) => {
  const place = await bed(4);
  respell(place.folder, table, from, to);
  expect(await readAll(place)).toMatchObject({ entries: place.entries });
});

test.each(['link', 'envelope'])(
  'an entry whose %s is no bytes any more is reported, and nothing is lost',
  async (column) => {
    const place = await bed(4);
    const spelt = `${column} BLOB NOT NULL`;
    respell(place.folder, 'events', spelt, `${column}${' '.repeat(spelt.length - column.length)}`);
    respell(place.folder, 'events', ') STRICT, WITHOUT', ') WITHOUT');
    // One bit makes text of bytes, and nothing of something.
    inDatabase(place.folder, (db) =>
      db.exec(`
      UPDATE events SET ${column} = NULL WHERE sequence = 2;
      UPDATE events SET ${column} = CAST(${column} AS TEXT) WHERE sequence = 3;
    `),
    );
    const found = await readAll(place);
    expect(found).toMatchObject({ entries: place.entries, report: expect.stringMatching(/in the database/) });
    expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
  },
);

test('any flipped bit of the database is reported or harmless, and nothing is lost', async () => {
  const place = await bed(4);
  const size = readFileSync(join(place.folder, 'vault.db')).length;
  let reported = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: size * 8 - 1 }), async (bit) => {
      const copy = copyOf(place.folder);
      flip(join(copy, 'vault.db'), bit);
      const found = await readAll(place, copy);
      expect(found).toMatchObject({ entries: place.entries });
      if (typeof found !== 'string' && found.report !== '') reported += 1;
    }),
    { numRuns: 60 },
  );
  expect(reported).toBeGreaterThan(0);
});

test('pages of the database exchanged or doubled: everything is read all the same, and a wrong page is told', async () => {
  const place = await bed(30);
  const database = readFileSync(join(place.folder, 'vault.db'));
  const pages = database.length / 4096;
  let rebuilt = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(pages - 1), fc.nat(pages - 1), fc.boolean(), async (one, other, both) => {
      const copy = copyOf(place.folder);
      const content = Buffer.from(database);
      database.copy(content, other * 4096, one * 4096, (one + 1) * 4096);
      if (both) database.copy(content, one * 4096, other * 4096, (other + 1) * 4096);
      writeFileSync(join(copy, 'vault.db'), content);
      const found = await readAll(place, copy);
      expect(found).toMatchObject({ entries: place.entries });
      if (typeof found !== 'string' && found.report.includes('set aside')) rebuilt += 1;
      // What was repaired needs no second repair.
      expect(await readAll(place, copy)).toEqual({ entries: place.entries, report: '' });
    }),
    { numRuns: 60 },
  );
  expect(rebuilt).toBeGreaterThan(0);
});

test('the same entry damaged in both copies is told, and nothing after it is shown as good', async () => {
  const place = await bed();
  inDatabase(place.folder, (db) =>
    db.exec(
      "UPDATE events SET envelope = CAST(substr(envelope, 1, 60) || x'ff' || substr(envelope, 62) AS BLOB) WHERE sequence = 3",
    ),
  );
  const frames = framesOf(journalFile(place));
  const third = frames[3] ?? Buffer.alloc(0);
  third[100] = (third[100] ?? 0) ^ 1;
  writeFileSync(journalFile(place), Buffer.concat(frames));
  const before = readFileSync(journalFile(place));
  expect(await readAll(place)).toBe('journal-damaged');
  // Still told the second time, and nothing was "repaired".
  expect(await readAll(place)).toBe('journal-damaged');
  expect(readFileSync(journalFile(place))).toEqual(before);
});

test('different entries damaged in each copy: each restores the other', async () => {
  const place = await bed();
  inDatabase(place.folder, (db) => db.exec('UPDATE events SET link = randomblob(32) WHERE sequence IN (2, 7)'));
  const frames = framesOf(journalFile(place));
  for (const index of [4, 8]) frames[index]?.fill(0, 60, 70);
  writeFileSync(journalFile(place), Buffer.concat(frames));
  const found = await readAll(place);
  expect(found).toMatchObject({ entries: place.entries });
  expect(found).toMatchObject({ report: expect.stringMatching(/in the database[\s\S]*in the journal file/) });
  expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
});

test('a tail that is cut from both copies is noticed by the heads', async () => {
  const place = await bed();
  inDatabase(place.folder, (db) => db.exec('DELETE FROM events WHERE sequence > 6'));
  writeFileSync(journalFile(place), Buffer.concat(framesOf(journalFile(place)).slice(0, 7)));
  expect(await readAll(place)).toBe('journal-damaged');
  // Also with the journal's own head gone: the vault's head still knows.
  rmSync(journalFile(place).replace(/vj$/, 'vjh'));
  expect(await readAll(place)).toBe('journal-damaged');
});

test('both copies put back to an earlier moment, the heads as they are: noticed', async () => {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(10);
  const journalId = await journalWith(vault, entries.slice(0, 5));
  await vault.close();
  const earlier = copyOf(folder);
  const later = value(reopen());
  for (const [index, entry] of entries.slice(5).entries()) value(await later.append(journalId, index + 6, entry));
  await later.close();
  putBack(earlier, folder, 'vault.db');
  putBack(earlier, folder, join('journals', `${journalId}.vj`));
  expect(await readAll({ folder, reopen, journalId, entries })).toBe('journal-damaged');
});

test('the database of an earlier moment beside a later journal file: completed and reported', async () => {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(10);
  const journalId = await journalWith(vault, entries.slice(0, 5));
  await vault.close();
  const earlier = copyOf(folder);
  const later = value(reopen());
  for (const [index, entry] of entries.slice(5).entries()) value(await later.append(journalId, index + 6, entry));
  await later.close();
  putBack(earlier, folder, 'vault.db');
  expect(await readAll({ folder, reopen, journalId, entries })).toMatchObject({
    entries,
    report: expect.stringContaining('5 entries from number 6 on were missing from the database'),
  });
});

test('a damaged, missing or foreign head is reported and written anew', async () => {
  const place = await bed();
  const head = join(place.folder, 'head');
  const own = journalFile(place).replace(/vj$/, 'vjh');
  flip(head, 900);
  expect(await readAll(place)).toMatchObject({
    entries: place.entries,
    report: expect.stringContaining('head of the vault was damaged'),
  });
  rmSync(head);
  expect(await readAll(place)).toMatchObject({
    entries: place.entries,
    report: expect.stringContaining('head of the vault was missing'),
  });
  rmSync(own);
  expect(await readAll(place)).toMatchObject({
    entries: place.entries,
    report: expect.stringContaining('its head was missing'),
  });
  writeFileSync(own, readFileSync(own).fill(0));
  expect(await readAll(place)).toMatchObject({ entries: place.entries, report: expect.stringContaining('unreadable') });
  expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
});

test('one torn cell of a head leaves the other to be believed', async () => {
  const place = await bed(7);
  const own = journalFile(place).replace(/vj$/, 'vjh');
  // Seven entries: the newest mark is in the cell for odd counts.
  writeFileSync(own, readFileSync(own).fill(0xaa, 512 + 16, 512 + 40));
  expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
});

test('a journal that vanished in both copies is named on opening', async () => {
  const place = await bed();
  inDatabase(place.folder, (db) => db.exec('DELETE FROM events; DELETE FROM journals'));
  rmSync(journalFile(place));
  const opened = value(place.reopen());
  expect(opened.report.join()).toContain('both its copies are gone');
  expect(opened.journals()).toEqual([{ journalId: place.journalId, kind: 'session' }]);
  expect(codeOf(await opened.read(place.journalId))).toBe('journal-damaged');
  await opened.close();
  // It is not forgotten by closing once.
  expect(value(place.reopen()).report.join()).toContain('both its copies are gone');
});

test('a journal file, or a database row, of another journal is not taken', async () => {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(4);
  const journalId = await journalWith(vault, entries);
  const other = await journalWith(vault, ['x', 'y', 'z', 'w']);
  await vault.close();
  const file = (id: string) => join(folder, 'journals', `${id}.vj`);
  writeFileSync(file(journalId), readFileSync(file(other)));
  inDatabase(folder, (db) => {
    db.prepare(
      'UPDATE events SET envelope = (SELECT e.envelope FROM events e WHERE e.journal_id = ? AND e.sequence = 2) WHERE journal_id = ? AND sequence = 2',
    ).run(uuidBytes(other), uuidBytes(journalId));
  });
  // Entry 2 is now in neither copy.
  expect(await readAll({ folder, reopen, journalId, entries })).toBe('journal-damaged');
  const opened = value(reopen());
  expect(value(await opened.read(other)).entries).toEqual(['x', 'y', 'z', 'w']);
  await opened.close();
});

test('the wrapped key of a journal is restored from the other copy', async () => {
  const place = await bed();
  inDatabase(place.folder, (db) => db.exec('UPDATE journals SET wrapped_seal_key = randomblob(91)'));
  expect(await readAll(place)).toMatchObject({
    entries: place.entries,
    report: expect.stringContaining('key was missing or damaged'),
  });
  flip(journalFile(place), 70 * 8);
  expect(await readAll(place)).toMatchObject({
    entries: place.entries,
    report: expect.stringContaining('beginning of the journal file'),
  });
  expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
});

test('a database that is gone, emptied, nonsense or of another vault is rebuilt from the journal files', async () => {
  const place = await bed();
  const database = join(place.folder, 'vault.db');
  const foreign = await freshVault();
  await foreign.vault.close();
  inDatabase(foreign.folder, (db) => db.exec('UPDATE vault SET vault_id = randomblob(16)'));
  const spoils: readonly (() => void)[] = [
    () => rmSync(database),
    () => truncateSync(database, 0),
    () => writeFileSync(database, 'not a database at all'.repeat(500)),
    () => truncateSync(database, 5000),
    () => putBack(foreign.folder, place.folder, 'vault.db'),
    () => inDatabase(place.folder, (db) => db.exec('DROP TABLE events')),
  ];
  for (const spoil of spoils) {
    spoil();
    expect(await readAll(place)).toMatchObject({
      entries: place.entries,
      report: expect.stringContaining('database of the vault was'),
    });
    expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
  }
});

test('journal files that are gone are written anew from the database', async () => {
  const place = await bed();
  const before = readFileSync(journalFile(place));
  rmSync(join(place.folder, 'journals'), { recursive: true });
  expect(await readAll(place)).toMatchObject({
    entries: place.entries,
    report: expect.stringContaining('journal file was missing'),
  });
  expect(readFileSync(journalFile(place))).toEqual(before);
});

test('a WAL that is cut anywhere: what it lost comes back from the journal file', async () => {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(12);
  const journalId = await journalWith(vault, entries);
  const crashed = copyOf(folder);
  await vault.close();
  const wal = readFileSync(join(crashed, 'vault.db-wal'));
  expect(wal.length).toBeGreaterThan(4096 * 12);
  const place = { folder, reopen, journalId, entries };
  let restored = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: wal.length }), fc.boolean(), async (offset, isFlip) => {
      const copy = copyOf(crashed);
      const path = join(copy, 'vault.db-wal');
      if (isFlip) flip(path, Math.min(offset, wal.length - 1) * 8);
      else truncateSync(path, offset);
      const found = await readAll(place, copy);
      expect(found).toMatchObject({ entries });
      if (typeof found !== 'string' && found.report.includes('restored from the journal file')) restored += 1;
    }),
    { numRuns: 40 },
  );
  expect(restored).toBeGreaterThan(10);
});

test('a crash in the middle of an entry leaves a torn frame: cut off, kept aside, and the journal goes on', async () => {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(5);
  const journalId = await journalWith(vault, entries);
  const before = copyOf(folder);
  value(await vault.append(journalId, 6, 'never acknowledged'));
  const after = copyOf(folder);
  await vault.close();
  const whole = readFileSync(join(after, 'journals', `${journalId}.vj`));
  const start = readFileSync(join(before, 'journals', `${journalId}.vj`)).length;
  const place = { folder, reopen, journalId, entries };
  for (let end = start + 1; end < whole.length; end += 61) {
    const copy = copyOf(before);
    const path = join(copy, 'journals', `${journalId}.vj`);
    writeFileSync(path, whole.subarray(0, end));
    expect(await readAll(place, copy)).toMatchObject({ entries, report: expect.stringContaining('no whole entry') });
    const again = value(reopen(copy));
    value(await again.append(journalId, 6, 'another sixth'));
    expect(value(await again.read(journalId)).entries).toEqual([...entries, 'another sixth']);
    await again.close();
  }
  // The whole frame is proven by the chain: it counts, although nobody was told.
  const copy = copyOf(before);
  putBack(after, copy, join('journals', `${journalId}.vj`));
  expect(await readAll(place, copy)).toMatchObject({ entries: [...entries, 'never acknowledged'] });
});

test('strange files in the journals folder harm nothing', async () => {
  const place = await bed();
  const folder = join(place.folder, 'journals');
  writeFileSync(join(folder, 'notes.txt'), 'x');
  writeFileSync(join(folder, `${randomUUID()}.vj.new`), 'x');
  renameSync(join(folder, 'notes.txt'), join(folder, 'a.vj'));
  expect(await readAll(place)).toEqual({ entries: place.entries, report: '' });
});
