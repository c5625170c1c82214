import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import { standInDriver } from '../driver/stand-in-driver.ts';
import { createVault, openSession } from '../rehearsal/before-dose.ts';
import { Hands } from '../rehearsal/hands.ts';
import { type Figure, figureBelow, percentile } from './figure.ts';
import type { SeenNote } from './note-page.ts';
import { BareFile } from './vault-appends.ts';

/** How many notes are taken; fewer make a p99 that is only the worst. */
const notes = Number(process.env.VIGIL_BENCH_NOTES ?? 300);
const notesBefore = 20;
const targetMs = 50;

/** Quick notes by one finger in the real app, one after another; what the page saw of each, from finger to frame. */
async function notesInTheApp(
  folder: string,
  log: string,
): Promise<{ readonly seen: readonly SeenNote[]; readonly longestMs: number }> {
  const app = await standInDriver.launchApp({
    args: ['--rehearsal', '--vault', join(folder, 'vault'), '--scenario', 'calm', '--speed', '1'],
    env: {
      XDG_CONFIG_HOME: join(folder, 'profile'),
      NODE_OPTIONS: `--import=${new URL('note-probe.ts', import.meta.url).href}`,
      VIGIL_BENCH_LOG: log,
    },
    out: folder,
  });
  try {
    const window = await app.window('console', 30_000);
    await window.setViewport(1280, 800);
    const hands = new Hands(window);
    await createVault(hands, 'bench lantern orchid gravel');
    await openSession(hands);
    const tags = defaultProtocol.noteTags.precheck
      .slice(0, 5)
      .map(({ label }) => window.byRole('button', { name: label, exact: true }));
    for (let taken = 0; taken < notes + notesBefore; taken += 1) {
      await tags[taken % tags.length]?.tap();
      // The same tag within 700 ms would be a bounce: five tags at this pace are not.
      await new Promise((resolve) => setTimeout(resolve, 160));
      if (taken % 100 === 99) console.error(`${taken + 1} of ${notes + notesBefore} notes`);
    }
    // The probe collects twice a second.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return JSON.parse(readFileSync(log, 'utf8')) as { seen: readonly SeenNote[]; longestMs: number };
  } finally {
    await app.close();
  }
}

/** What a write and fdatasync takes on the same disk while the machine does what it does. */
async function bareWrites(folder: string): Promise<readonly number[]> {
  mkdirSync(folder, { recursive: true });
  const bare = new BareFile(join(folder, 'bare'));
  const taken: number[] = [];
  for (let turn = 0; turn < notes + notesBefore; turn += 1) {
    const begunMs = performance.now();
    bare.append();
    taken.push(performance.now() - begunMs);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  bare.close();
  return taken.slice(notesBefore);
}

/**
 * What a quick note takes: from the finger going down to the frame that shows the tag pressed, from the finger coming up,
 * which makes the note, to the frame that shows its words, and to the frame that shows it as saved, which is on disk in both
 * copies. The last is the whole way there and back: window, main process, vault process, both copies' syncs, and the frame.
 * Beside them a bare write and fdatasync of this disk, before and after.
 */
export async function* measure(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-notes-'));
  try {
    const before = await bareWrites(folder);
    const log = join(folder, 'notes.json');
    const { seen, longestMs } = await notesInTheApp(folder, log);
    const after = await bareWrites(folder);
    if (!existsSync(log) || seen.length < notes) throw new Error(`Only ${seen.length} of ${notes} notes were seen`);
    const counted = seen.slice(-notes);
    const bare = [...before, ...after];
    const of = (name: keyof SeenNote, percent: number) =>
      percentile(
        counted.map((note) => note[name]),
        percent,
      );
    yield figureBelow('notes.count', counted.length, 'notes', null);
    yield figureBelow('notes.bare-write.p50', percentile(bare, 50), 'ms', null);
    yield figureBelow('notes.bare-write.p99', percentile(bare, 99), 'ms', null);
    yield figureBelow('notes.finger-down-to-pressed.p50', of('pressedMs', 50), 'ms', null);
    yield figureBelow('notes.finger-down-to-pressed.p95', of('pressedMs', 95), 'ms', targetMs);
    yield figureBelow('notes.finger-up-to-shown.p50', of('shownMs', 50), 'ms', null);
    yield figureBelow('notes.finger-up-to-shown.p95', of('shownMs', 95), 'ms', targetMs);
    yield figureBelow('notes.finger-up-to-durable.p50', of('savedMs', 50), 'ms', null);
    yield figureBelow('notes.finger-up-to-durable.p99', of('savedMs', 99), 'ms', targetMs);
    yield figureBelow('notes.longest-frame', longestMs, 'ms', null);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
