import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BackupContents, backupName, contentsIn, generationIn } from '../../electron/vault/backup-contents.ts';
import { contentsOfBackup, listBackups } from '../../electron/vault/backup-list.ts';
import { systemFiles } from '../../electron/vault/backup-target.ts';
import { inGoodTime } from './practice-vault.ts';
import { codeOf, emptyFolder, value } from './vault-place.ts';

const vaultId = '0123456789abcdef0123456789abcdef';
const journal = 'journals/6f9619ff-8b86-4011-b42d-00cf4fc964ff.vj';
const contents = (name: string, more: object = {}) =>
  JSON.stringify({
    magic: 'vigil-backup',
    formatVersion: 1,
    vaultId,
    rehearsal: false,
    generation: 1,
    files: [{ name, bytes: 3, sha256: 'a'.repeat(64) }],
    ...more,
  });

/** As JSON; what JSON has no word for is left out. */
function written(list: object): string {
  return JSON.stringify(list, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

test('a list of contents names files of a vault and nothing else', () => {
  for (const name of ['vault.json', 'vault.json.bak', 'vault.db', 'head', journal, `${journal}h`]) {
    expect(contentsIn(contents(name)).kind).toBe('whole');
  }
  const strange = [
    '../vault.json',
    '/etc/passwd',
    'journals/../../x.vj',
    `${journal}/..`,
    `${journal}x`,
    'journals/x.vj',
    'clinic-card.json',
    'vault.db-wal',
    'backup.json',
    '',
    'VAULT.JSON',
    'C:vault.json',
    `journals\\${journal.slice(9)}`,
    `${journal}\0`,
    `${journal}\n`,
  ];
  for (const name of strange) expect([name, contentsIn(contents(name)).kind]).toEqual([name, 'absent']);
});

test('a newer list is told apart from one that is none', () => {
  expect(contentsIn(contents('head', { formatVersion: 2, files: 'elsewhere' })).kind).toBe('newer');
  expect(contentsIn(contents('head', { formatVersion: 0 })).kind).toBe('absent');
  expect(contentsIn(contents('head', { magic: 'other', formatVersion: 2 })).kind).toBe('absent');
  for (const more of [{ generation: 0 }, { generation: 1_000_000 }, { vaultId: 'x' }, { extra: 1 }]) {
    expect(contentsIn(contents('head', more)).kind).toBe('absent');
  }
});

test('any text and any JSON at all is one of the three, and no list that is whole leads out of its folder', () => {
  const name = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('head', 'vault.db', journal) },
    fc.constantFrom('../head', '/head', 'journals/../head'),
    fc.string(),
  );
  // A good list of which nothing, or some of it, is otherwise or gone.
  const good = {
    magic: fc.constant('vigil-backup'),
    formatVersion: fc.constant(1),
    vaultId: fc.constant(vaultId),
    rehearsal: fc.boolean(),
    generation: fc.integer({ min: 1, max: 999_999 }),
    files: fc.array(fc.record({ name, bytes: fc.nat(), sha256: fc.constant('b'.repeat(64)) }), { maxLength: 5 }),
  };
  const otherwise = fc.dictionary(fc.constantFrom(...Object.keys(good), 'more'), fc.anything(), { maxKeys: 2 });
  const shaped = fc.oneof(
    fc.record(good),
    fc.record(good, { requiredKeys: [] }),
    fc.tuple(fc.record(good), otherwise).map(([list, other]) => ({ ...list, ...other })),
  );
  let whole = 0;
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), shaped.map(written)), (text) => {
      const found = contentsIn(text);
      expect(['whole', 'newer', 'absent']).toContain(found.kind);
      if (found.kind !== 'whole') return;
      whole += 1;
      for (const { name } of found.contents.files) {
        expect(join('/place', name).startsWith('/place/')).toBe(true);
        expect(name).not.toContain('..');
      }
    }),
    { numRuns: 2_000 },
  );
  expect(whole).toBeGreaterThan(100);
});

test('the number in a name is read back, at both its ends', () => {
  for (const generation of [1, 999_999]) {
    expect(generationIn(backupName(vaultId, generation))).toEqual({ vault: '01234567', generation });
  }
  for (const name of ['vigil-backup-01234567-00001', 'vigil-backup-01234567-0000001', 'vigil-backup-0123456g-000001']) {
    expect(generationIn(name)).toBeNull();
  }
});

test('a list shows only what has all of its files in their size as whole', async () => {
  const ports = { files: systemFiles, wait: inGoodTime };
  const folder = emptyFolder();
  const put = (generation: number, head: string | null, list: string | null) => {
    const place = join(folder, backupName(vaultId, generation));
    mkdirSync(place);
    if (head !== null) writeFileSync(join(place, 'head'), head);
    if (list !== null) writeFileSync(join(place, 'backup.json'), list);
    return place;
  };
  put(1, 'abc', contents('head'));
  put(2, 'ab', contents('head'));
  put(3, 'abcd', contents('head'));
  const gone = put(4, null, contents('head'));
  const unlisted = put(5, 'abc', null);
  const newer = put(6, 'abc', contents('head', { formatVersion: 2 }));
  mkdirSync(join(folder, 'vigil-backup-01234567-000007.unfinished'));
  writeFileSync(join(folder, 'vigil-backup-01234567-000008'), 'a file');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'vigil-backup-01234567-000009'));
  const seen = value(await listBackups(ports, folder));
  expect(seen.map(({ generation, state }) => [generation, state])).toEqual([
    [9, 'unfinished'],
    [8, 'unfinished'],
    [6, 'newer'],
    [5, 'unfinished'],
    [4, 'unfinished'],
    [3, 'unfinished'],
    [2, 'unfinished'],
    [1, 'whole'],
  ]);
  expect(codeOf(await contentsOfBackup(systemFiles, newer))).toBe('newer-format');
  expect(codeOf(await contentsOfBackup(systemFiles, unlisted))).toBe('unfinished-backup');
  expect(codeOf(await contentsOfBackup(systemFiles, emptyFolder()))).toBe('not-a-backup');
  const listed: BackupContents = value(await contentsOfBackup(systemFiles, gone));
  expect(listed.generation).toBe(1);
  expect(codeOf(await listBackups(ports, join(folder, 'nowhere')))).toBe('backup-folder-gone');
});
