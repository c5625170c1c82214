import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ReadVault } from '../../electron/vault/backup-reader.ts';
import { type CheckReport, checkReport } from '../../electron/vault/check-vault-cli.ts';
import { canonicalJson, headerChecksum } from '../../electron/vault/header.ts';
import { ForkedVault } from './forked-vault.ts';
import { backedUp, nobodyListens, practice } from './practice-vault.ts';
import { bytesOf, headerIn, proofOf, quickDerive, quickVault } from './quick-vault.ts';
import { contentOf, copyOf, freshVault, journalWith, passphrase, someEntries, value } from './vault-place.ts';

describe('the full check', () => {
  test('a whole vault is whole, and the progress ends at its end', async () => {
    const { client } = await practice(4);
    const told: [number, number][] = [];
    const check = value(await client.backups.check((done, of) => told.push([done, of])));
    expect(check).toEqual({ isWhole: true, journals: 5, entries: 41, damage: [], notes: [] });
    expect(told.at(-1)).toEqual([5, 5]);
  });

  test('names the journal and the copy that is damaged, and changes nothing', async () => {
    const { client, folder, sessionIds } = await practice(2);
    const [sessionId = ''] = sessionIds;
    const path = join(folder, 'journals', `${sessionId}.vj`);
    const bytes = readFileSync(path);
    bytes[bytes.length - 10] = (bytes[bytes.length - 10] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const check = value(await client.backups.check(nobodyListens));
    expect(check.isWhole).toBe(false);
    expect(check.damage).toEqual([
      expect.stringMatching(new RegExp(`^Journal ${sessionId.slice(0, 8)}: .*damaged in its file`)),
    ]);
    expect(readFileSync(path)).toEqual(bytes);
  });
});

describe('the check of a folder that nobody has open', () => {
  const frozen = join(import.meta.dirname, 'frozen');
  const about = JSON.parse(readFileSync(join(frozen, 'frozen.json'), 'utf8')) as { passphrase: string };
  const check = (folder: string, words = passphrase): Promise<CheckReport> =>
    checkReport(folder, bytesOf(words), nobodyListens, quickDerive);

  test.each(['version-1', 'version-1-killed'])(
    'reads %s as it is, and changes nothing',
    async (name) => {
      const copy = copyOf(join(frozen, name));
      const before = contentOf(copy);
      const report = await checkReport(copy, bytesOf(about.passphrase), nobodyListens);
      expect(report).toMatchObject({ exitCode: 0 });
      expect(report.lines[0]).toMatch(/^Whole: \d+ entries in \d+ journals\.$/);
      expect(contentOf(copy)).toEqual(before);
    },
    20_000,
  );

  test('reads a backup, and changes nothing', async () => {
    const { backup } = await backedUp();
    const before = contentOf(backup);
    expect(await check(backup)).toEqual({ lines: ['Whole: 21 entries in 3 journals.'], exitCode: 0 });
    expect(contentOf(backup)).toEqual(before);
  });

  test('refuses a newer format, and touches nothing', async () => {
    const { folder, vault } = await quickVault();
    await vault.close();
    const newer = { ...headerIn(folder), formatVersion: 4, somethingNew: true };
    const text = canonicalJson({ ...newer, checksum: headerChecksum(newer) });
    for (const name of ['vault.json', 'vault.json.bak']) writeFileSync(join(folder, name), text);
    const before = contentOf(folder);
    const report = await check(folder);
    expect(report.exitCode).toBe(2);
    expect(report.lines.join(' ')).toContain('newer version');
    expect(contentOf(folder)).toEqual(before);
  });

  test('reads a vault that was killed with its WAL full', async () => {
    const { folder, vault } = await quickVault();
    await journalWith(vault, someEntries(30));
    const killed = copyOf(folder);
    expect(readFileSync(join(killed, 'vault.db-wal')).length).toBeGreaterThan(10_000);
    const before = contentOf(killed);
    expect(await check(killed)).toEqual({ lines: ['Whole: 30 entries in 1 journals.'], exitCode: 0 });
    expect(contentOf(killed)).toEqual(before);
    await vault.close();
  });

  test('refuses one that another process has open', async () => {
    const forked = new ForkedVault();
    const { folder, vault } = await freshVault();
    await vault.close();
    const unlocked = await forked.ask(1, 'unlock', { folder, passphrase: bytesOf(passphrase), rehearsal: false });
    expect(unlocked.ok).toBe(true);
    const report = await checkReport(folder, bytesOf(passphrase), nobodyListens);
    expect(report.exitCode).toBe(2);
    expect(report.lines.join(' ')).toContain('open');
    await forked.ask(2, 'lock', {});
    forked.kill();
    expect(await checkReport(folder, bytesOf(passphrase), nobodyListens)).toMatchObject({ exitCode: 0 });
  }, 30_000);

  const damages: readonly [string, (folder: string, journalId: string) => void, RegExp][] = [
    ['a lost database', (folder) => rmSync(join(folder, 'vault.db')), /database of the vault is missing/],
    ['a database that is none', (folder) => writeFileSync(join(folder, 'vault.db'), 'none'), /database of the vault/],
    ['a lost head', (folder) => rmSync(join(folder, 'head')), /^The head of the vault is missing\.$/],
    ['a damaged head', (folder) => writeFileSync(join(folder, 'head'), randomBytes(300)), /^The head .* is damaged\.$/],
    ['a lost header', (folder) => rmSync(join(folder, 'vault.json')), /^The header .* its copy is used\.$/],
    ['a lost copy of the header', (folder) => rmSync(join(folder, 'vault.json.bak')), /^The copy of the header/],
    [
      'a lost journal file',
      (folder, id) => rmSync(join(folder, 'journals', `${id}.vj`)),
      /^Journal .* its file is missing/,
    ],
    [
      'a lost journal head',
      (folder, id) => rmSync(join(folder, 'journals', `${id}.vjh`)),
      /^Journal .* its head is missing/,
    ],
  ];
  test.each(damages)('names %s, says that all can be read, and changes nothing', async (_, damage, named) => {
    const { folder, vault } = await quickVault();
    const journalId = await journalWith(vault, someEntries(12));
    await vault.close();
    damage(folder, journalId);
    const before = contentOf(folder);
    const { lines, exitCode } = await check(folder);
    expect(exitCode).toBe(1);
    expect(lines.some((line) => named.test(line))).toBe(true);
    expect(lines.at(-1)).toContain('12 entries in 1 journals can be read');
    expect(contentOf(folder)).toEqual(before);
  });

  test('what is read has no copy that a kill could leave behind', async () => {
    const { folder, vault } = await quickVault();
    await journalWith(vault, someEntries(3));
    const { vaultKey } = await proofOf(vault);
    const header = headerIn(folder);
    await vault.close();
    const names = () => readdirSync(tmpdir()).filter((name) => name.startsWith('vigil-reading-'));
    const before = names();
    const reading = value(ReadVault.open(folder, header, vaultKey));
    expect(names()).toEqual(before);
    expect(reading.journals.size).toBe(1);
    reading.close();
    expect(existsSync(join(folder, 'vault.db-wal'))).toBe(false);
  });
});

test('a header that something else changed while the vault is open is damage; an older copy is only told', async () => {
  const { folder, client } = await practice(1);
  const other = headerIn(folder);
  const changed = { ...other, rehearsal: true };
  const text = canonicalJson({ ...changed, checksum: headerChecksum(changed) });
  writeFileSync(join(folder, 'vault.json.bak'), text);
  expect(value(await client.backups.check(nobodyListens))).toMatchObject({
    isWhole: true,
    notes: ['The copy of the header differs; the next opening writes it again.'],
  });
  cpSync(join(folder, 'vault.json.bak'), join(folder, 'vault.json'));
  expect(value(await client.backups.check(nobodyListens)).damage).toEqual([
    'The header of the vault was changed by something else since it was opened.',
  ]);
});
