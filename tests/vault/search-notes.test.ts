import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mostFound, NoteSearch } from '../../electron/vault/search-notes.ts';
import { filesUnder, freshVault, journalWith, value } from './vault-place.ts';

const note = (text: string) => JSON.stringify({ eventId: 'e', body: { type: 'note-recorded', text } });
const quietly = { tell: () => undefined, isStopped: () => false };

test('finds what was written, whatever the case, accents and order of the words; nothing else of an entry', async () => {
  const { folder, vault } = await freshVault();
  const first = await journalWith(vault, [
    note('Speaks of the sea'),
    JSON.stringify({ body: { type: 'dose-placed', lot: 'sea-lot' } }),
    note('Sees a dóor; asks to wait'),
  ]);
  const clinic = randomUUID();
  value(await vault.createJournal(clinic, 'clinic'));
  value(await vault.append(clinic, 1, note('the sea of the clinic')));
  const search = new NoteSearch();
  await search.refresh(vault.inside(), quietly);
  expect(search.find('SEA')).toEqual([{ journalId: first, sequence: 1, text: 'Speaks of the sea' }]);
  expect(search.find('wait door').map(({ sequence }) => sequence)).toEqual([3]);
  expect(search.find('sea-lot')).toEqual([]);
  expect(search.find('  ')).toEqual([]);

  // What is written afterwards is found after the next look, and nothing of all this is on the disk.
  value(await vault.append(first, 4, note('The sea again')));
  expect(search.find('again')).toEqual([]);
  await search.refresh(vault.inside(), quietly);
  expect(search.find('sea').map(({ sequence }) => sequence)).toEqual([4, 1]);
  for (const path of filesUnder(folder)) expect(readFileSync(path).includes('the sea')).toBe(false);
  await vault.close();
});

test('finds reasons, wishes and names too, and what a correction says instead', async () => {
  const { vault } = await freshVault();
  const entry = (body: object) => JSON.stringify({ eventId: 'e', by: 'Ruth', body });
  await journalWith(vault, [
    entry({ type: 'session-opened', patient: { name: 'Ada Stein' }, protocol: { title: 'Stein protocol' } }),
    entry({ type: 'escort-recorded', name: 'Jonas Weber', relation: 'brother', phone: '555 1234' }),
    entry({ type: 'preparation-recorded', intention: 'To grieve', mantra: 'Breathe' }),
    entry({
      type: 'corrected',
      eventId: 'e',
      reason: 'Misheard',
      body: { type: 'escort-recorded', name: 'Jona Weber' },
    }),
  ]);
  const search = new NoteSearch();
  await search.refresh(vault.inside(), quietly);
  const places = (query: string) => search.find(query).map(({ sequence }) => sequence);
  expect(places('stein')).toEqual([1]);
  expect(places('weber brother')).toEqual([2]);
  expect(places('grieve breathe')).toEqual([3]);
  expect(places('weber')).toEqual([4, 2]);
  expect(places('misheard')).toEqual([4]);
  expect(places('555')).toEqual([]);
  expect(places('protocol')).toEqual([]);
  await vault.close();
});

test('two looks at once find everything once, and an entry of another form stops neither', async () => {
  const { vault } = await freshVault();
  await journalWith(vault, [note('sea one'), 'not JSON at all', note('sea two')]);
  const search = new NoteSearch();
  await Promise.all([search.refresh(vault.inside(), quietly), search.refresh(vault.inside(), quietly)]);
  expect(search.find('sea').map(({ sequence }) => sequence)).toEqual([3, 1]);
  await vault.close();
});

test('stops when it is told to, and gives no more than a screen can show', async () => {
  const { vault } = await freshVault();
  await journalWith(
    vault,
    Array.from({ length: mostFound + 5 }, (_, at) => note(`sea ${at}`)),
  );
  const search = new NoteSearch();
  await search.refresh(vault.inside(), { ...quietly, isStopped: () => true });
  expect(search.find('sea')).toEqual([]);
  await search.refresh(vault.inside(), quietly);
  expect(search.find('sea')).toHaveLength(mostFound);
  expect(search.find('sea')[0]?.text).toBe(`sea ${mostFound + 4}`);
  await vault.close();
});
