import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { appearanceModes } from '../../shared/bridge/appearance-mode.ts';
import { noiseWav, silentWav } from '../music/test-sounds.ts';
import { dose } from '../rehearsal/after-dose.ts';
import { block, createVault, openSession, people, precheck } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { Keyboard } from './keyboard.ts';
import { picture } from './pictures.ts';
import { Practice, passphrase } from './practice.ts';
import { waitForAlert } from './seeing.ts';
import { sessionInVault } from './session-in-vault.ts';

const practice = new Practice();
const music = join(practice.folder, 'songs');
const exported = join(practice.folder, 'exported');
const libraryFile = join(practice.userData, 'music', 'library.json');
const librarySchema = z.object({
  tracks: z.array(
    z.object({
      title: z.string(),
      measured: z.object({
        loudnessDb: z.number().nullable(),
        peakDb: z.number(),
        durationMs: z.number(),
        playerMs: z.number(),
      }),
    }),
  ),
});
const kept = () => readFileSync(join(practice.userData, 'music', 'playlists.json'), 'utf8');
let hands: Hands;

beforeAll(async () => {
  for (const folder of [music, exported]) mkdirSync(folder, { recursive: true });
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    writeFileSync(join(music, `Piece ${name}.wav`), noiseWav(12, index + 1));
  }
  hands = await practice.start();
  await createVault(hands, passphrase);
  await hands.press('Settings');
  await hands.choose('What to set', 'Music');
  await hands.press('Make and change playlists');
  await hands.waitForHeading('Playlists');
}, 60_000);

afterAll(() => practice.end(), 30_000);

const sees = (text: string | RegExp) => hands.window.byText(text).nth(0).waitVisible(20_000);

/** The pieces as the editor shows them, from the first to the last. */
async function order(): Promise<readonly string[]> {
  const tree = await hands.window.snapshot();
  return [...tree.matchAll(/button "Move (.+?), \d+ of \d+ in (\w+)"/g)].map(
    ([, title, section]) => `${section}: ${title}`,
  );
}

/** A picture in every light that a therapist works in. */
async function pictures(name: string): Promise<void> {
  if (process.env.VIGIL_PICTURES === undefined) return;
  for (const _ of appearanceModes) {
    const next = /button "Switch to (\w+)"/.exec(await hands.window.snapshot())?.[1] ?? 'none';
    await hands.press(/^Switch to /);
    await hands.window.byRole('button', { name: `Switch to ${next}`, exact: true }).waitHidden();
    await picture(hands, `${name}.${next}`);
  }
}

describe('a clinic’s playlist', { timeout: 90_000 }, () => {
  it('files are brought in', async () => {
    await hands.press('Bring in files');
    await hands.fill('Title of the playlist', 'Files');
    await hands.fill(
      'Files and folders, one a line',
      ['a', 'b', 'c'].map((name) => join(music, `Piece ${name}.wav`)).join('\n'),
    );
    await hands.press('Make the playlist');
    await sees(/^3 pieces/);
  });

  it('and measured, unheard, without being asked for; what is silent is named where it could be chosen', async () => {
    writeFileSync(join(music, 'Nothing.wav'), silentWav(6));
    await hands.press('Bring in files');
    await hands.fill('Title of the playlist', 'Quiet');
    await hands.fill('Files and folders, one a line', join(music, 'Nothing.wav'));
    await hands.press('Make the playlist');
    await sees(/^1 piece/);
    await picture(hands, 'playlist-measuring');
    await hands.window.byRole('region', { name: 'Measuring own music', exact: true }).waitHidden();
    const library = librarySchema.parse(JSON.parse(readFileSync(libraryFile, 'utf8')));
    const byTitle = new Map(library.tracks.map(({ title, measured }) => [title, measured]));
    expect([...byTitle.keys()].toSorted()).toEqual(['Nothing', 'Piece a', 'Piece b', 'Piece c']);
    expect(byTitle.get('Nothing')).toEqual({ loudnessDb: null, peakDb: -120, durationMs: 6_000, playerMs: 6_000 });
    const measured = byTitle.get('Piece a');
    expect(measured?.loudnessDb).toBeGreaterThan(-20);
    expect(measured?.loudnessDb).toBeLessThan(-12);
    // At another rate the largest of noise stands between its samples: never below them, and some dB above.
    expect(measured?.peakDb).toBeGreaterThanOrEqual(20 * Math.log10(0.175) - 0.1);
    expect(measured?.peakDb).toBeLessThan(20 * Math.log10(0.175) + 6);
    await hands.press('Change Quiet');
    await sees('silent');
    await pictures('playlist-silent');
    expect(await hands.window.audit()).toEqual([]);
    await hands.press('Back to the playlists');
    await hands.waitForButton('New playlist');
  });

  it('is made, put in order and kept by keys alone', async () => {
    const keys = new Keyboard(hands.window);
    // The form that was open is gone.
    await hands.press('New playlist');
    await hands.waitForButton('Keep the playlist');
    keys.focusIsAt({ role: 'textbox', name: 'Title' });
    await keys.press('Control+a');
    await keys.type('Evening');
    const add = async (title: string, section: string) => {
      await keys.goTo('button', `Add ${title} to ${section}`);
      await keys.press('Enter');
    };
    const toSection = async (steps: number) => {
      await keys.goTo('group', 'Add to');
      for (let step = 0; step < steps; step += 1) await keys.press('ArrowDown');
    };
    await add('Piece a', 'Opening');
    await sees(/^0 min of \d+ min that are needed/);
    await toSection(2);
    await add('Piece b', 'Peak');
    await add('Piece c', 'Peak');
    await toSection(3);
    await add('Piece a', 'Extension');
    // Alone in the extension it follows itself.
    await sees(/^The same track follows itself/);
    await add('Piece b', 'Extension');
    await hands.window.byText(/^The same track follows itself/).waitHidden();
    await sees(/then the extension goes on/);

    await keys.goTo('button', 'Move Piece c, 2 of 2 in Peak');
    await keys.press('ArrowUp');
    keys.focusIsAt({ role: 'button', name: 'Move Piece c, 1 of 2 in Peak' });
    // Up over the edge of the section, and back: the focus goes with the piece.
    await keys.press('ArrowUp');
    await keys.press('ArrowDown');
    await keys.goTo('button', 'Trim Piece c');
    await keys.press('Enter');
    await hands.window.byRole('textbox', { name: 'From', exact: true }).waitVisible();
    keys.focusIsAt({ role: 'textbox', name: 'From' });
    await keys.press('Control+a');
    await keys.type('0:09');
    await keys.press('Enter');
    await waitForAlert(hands, 'Less than five seconds would be heard');
    await keys.press('Control+a');
    await keys.type('0:02');
    await keys.press('Enter');
    await sees('0:02 to 0:12, 0:10 heard');
    // The form that had the focus is gone; Tab goes on from there.
    keys.focusIsAt({ role: 'button', name: 'Trim Piece c' });
    expect(await order()).toEqual([
      'Opening: Piece a',
      'Peak: Piece c',
      'Peak: Piece b',
      'Extension: Piece a',
      'Extension: Piece b',
    ]);
    await pictures('playlist-editor');
    await hands.press('Keep the playlist');
    await sees('Kept');
    expect(await hands.window.audit()).toEqual([]);
  });

  it('is put in another order by dragging', async () => {
    const handle = (name: string) => hands.button(name);
    await handle('Move Piece a, 1 of 1 in Opening').dragTo(handle('Move Piece b, 2 of 2 in Peak'), 'bottom');
    expect((await order()).slice(0, 3)).toEqual(['Peak: Piece c', 'Peak: Piece b', 'Peak: Piece a']);
    await handle('Move Piece a, 3 of 3 in Peak').dragTo(handle('Move Piece b, 2 of 3 in Peak'), 'top');
    expect((await order()).slice(0, 3)).toEqual(['Peak: Piece c', 'Peak: Piece a', 'Peak: Piece b']);
    await hands.press('Back to the playlists');
    await waitForAlert(hands, 'What you changed is not kept yet.');
    await hands.press('Keep the playlist');
    await sees('Kept');
    await hands.press('Back to the playlists');
    await hands.waitForButton('New playlist');
    expect(await hands.window.audit()).toEqual([]);
    await pictures('playlists');
  });

  it('is exported, removed, and comes back as it was', async () => {
    await hands.press('Export Evening');
    await hands.fill('Export into this folder', exported);
    await hands.press('Export the playlist');
    await sees('Saved: playlist-Evening.m3u8');
    await hands.press('Export the playlist');
    await sees('Saved: playlist-Evening-2.m3u8');
    expect(readdirSync(exported).sort()).toEqual(['playlist-Evening-2.m3u8', 'playlist-Evening.m3u8']);
    await hands.press('Back');
    await hands.press('Remove Evening');
    await hands.hold('Hold: remove Evening', 1_000);
    await hands.button('Change Evening').waitHidden();
    expect(kept()).not.toContain('Evening');

    await hands.press('Import a playlist');
    await hands.fill('Playlist file (M3U8)', join(music, 'Piece a.wav'));
    await hands.press('Import it');
    await waitForAlert(hands, 'holds no playlist');
    await hands.fill('Playlist file (M3U8)', join(exported, 'playlist-Evening.m3u8'));
    await hands.press('Import it');
    await sees('Imported: Evening');
    await hands.press('Change Evening');
    await hands.waitForButton('Keep the playlist');
    expect(await order()).toEqual([
      'Peak: Piece c',
      'Peak: Piece a',
      'Peak: Piece b',
      'Extension: Piece a',
      'Extension: Piece b',
    ]);
    await sees('0:02 to 0:12, 0:10 heard');
    await hands.press('Back to the playlists');
    await hands.press('Back to the settings');
    await hands.press('Back to the patients');
  });

  it('is liked by a patient, chosen for a session, and played from its first piece', { timeout: 180_000 }, async () => {
    await openSession(hands);
    await precheck(hands, async () => {
      await hands.press('Favourite: Evening');
      await hands.waitUntil(
        'the favourite first',
        async () => /Favourite: Evening.*?Favourite: Built-in set/s.test(await hands.window.snapshot()),
        async () => {},
        10_000,
      );
      expect(await hands.window.audit()).toEqual([]);
      await pictures('playlist-choice');
      await hands.press('Choose Files');
      await sees(/lasts 0 minutes/);
      await hands.press('Choose Evening');
    });
    // Done, the item closed by itself; opened again it says what follows the list.
    await hands.press('Music Done');
    const repeated = hands.window.byRole('radio', { name: 'Its extension is repeated', exact: true });
    await repeated.waitVisible();
    expect(await repeated.isChecked()).toBe(true);
    await block(hands, 2, true);
    await dose(hands);
    await sees('Piece c');
    await hands.waitUntil(
      'the music to be saved',
      () => hands.sees('Saved'),
      async () => {},
      10_000,
    );
    expect(kept()).not.toContain(people.patient);
    await practice.kill();
    const started = (await sessionInVault(practice.vault)).flatMap(({ body }) =>
      body.type === 'music-event' && body.action === 'started' ? [body] : [],
    );
    // Brought to -23 LUFS from what was measured of it.
    const library = librarySchema.parse(JSON.parse(readFileSync(libraryFile, 'utf8')));
    const { measured } = library.tracks.find(({ title }) => title === 'Piece c') ?? {};
    expect(started).toEqual([expect.objectContaining({ trackTitle: 'Piece c', section: 'peak' })]);
    expect(started[0]?.trackLevelDb).toBeCloseTo(-23 - (measured?.loudnessDb ?? 0), 1);
  });
});
