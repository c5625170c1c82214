import { expect, test } from 'vitest';
import { restLine } from '../../renderer/console/music/music-line.ts';
import { openPicture } from './fake-bridge.ts';

const standing = { ...openPicture(null).music, loadedPlaylistId: 'built-in', trackTitle: 'First' };
const hush = { ...standing.control, undo: 'hush' as const };

test('music that nobody has started yet is not called hushed', () => {
  expect(restLine({ ...standing, positionMs: 0 }, null)).toBe('50 % · not begun');
  expect(restLine({ ...standing, positionMs: 1 }, null)).toBe('50 % · hushed');
  expect(restLine({ ...standing, positionMs: 0, control: hush }, null)).toBe('50 % · hushed');
});

test('how an endless list goes on is said while it plays, and never beside what stands', () => {
  expect(restLine({ ...standing, playing: true }, null)).toBe('50 % · begins again');
  expect(restLine({ ...standing, positionMs: 1 }, null)).not.toContain('begins again');
});

test('what is left of a list is said either way', () => {
  expect(restLine({ ...standing, playing: true, leftMs: 120_000 }, 60_000)).toBe('50 % · 2 min left · journey 1');
  expect(restLine({ ...standing, leftMs: 120_000, positionMs: 1 }, null)).toBe('50 % · hushed · 2 min left');
});
