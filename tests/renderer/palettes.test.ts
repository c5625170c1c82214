import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appearanceModes,
  brighterMode,
  darkerMode,
  nextMode,
  windowColours,
} from '../../shared/bridge/appearance-mode.ts';

const css = readFileSync(join(import.meta.dirname, '../../renderer/design/tokens.css'), 'utf8');

/** The tokens of one palette, name to `#rrggbb`, references followed. */
function palette(mode: string): (name: string) => string {
  const block = new RegExp(`\\[data-mode="${mode}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? expect.fail(mode);
  const tokens = new Map(
    [...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const colour = (name: string): string => {
    const value = tokens.get(name) ?? expect.fail(`${mode} has no --${name}`);
    const reference = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
    return reference === undefined ? value : colour(reference);
  };
  return colour;
}

/** Relative luminance of `#rrggbb` (WCAG 2.2), 0 to 1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of WCAG 2.2, 1 to 21. */
function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

const texts = ['ink', 'ink2', 'ink3', 'accent', 'ok', 'advisory', 'caution', 'warning', 's-hr', 's-note', 'rehearsal'];
const fills = ['accent', 'caution', 'warning', 'ink'];

describe.each(appearanceModes)('%s', (mode) => {
  const colour = palette(mode);

  test.each(texts)('%s can be read on the ground and on what lies on it', (text) => {
    expect(contrast(colour(text), colour('bg'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour(text), colour('surface'))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(fills)('what stands on a fill of %s can be read', (fill) => {
    expect(contrast(colour('on-fill'), colour(fill))).toBeGreaterThanOrEqual(4.5);
  });

  test('a primary button can be read, and controls and the focus are seen', () => {
    expect(contrast(colour('on-primary'), colour('primary'))).toBeGreaterThanOrEqual(4.5);
    for (const outline of ['edge', 'focus', 's-bp']) {
      expect(contrast(colour(outline), colour('bg')), outline).toBeGreaterThanOrEqual(3);
    }
  });

  test('a window begins in its ground', () => {
    expect(windowColours[mode]).toBe(colour('bg'));
  });
});

test('the largest numbers have 6:1 in dim, and blackout has next to no blue', () => {
  const dim = palette('dim');
  for (const text of ['ink', 'ink2']) expect(contrast(dim(text), dim('bg'))).toBeGreaterThanOrEqual(6);
  const blackout = palette('blackout');
  const blues = ['bg', 'surface', 'raised', 'line', 'edge', ...texts.filter((text) => text !== 'warning')];
  for (const token of blues) expect(blackout(token).slice(5), token).toBe('00');
});

test('each palette is darker than the one before it', () => {
  const grounds = appearanceModes.map((mode) => luminance(palette(mode)('bg')) + luminance(palette(mode)('ink')));
  const [day = 0, dim = 0, blackout = 0, red = 0] = grounds;
  expect(day > dim && dim > blackout && blackout > red).toBe(true);
});

test('darker never brightens, brighter never darkens, and the button reaches all but red', () => {
  const place = (mode: (typeof appearanceModes)[number]) => appearanceModes.indexOf(mode);
  fc.assert(
    fc.property(fc.constantFrom(...appearanceModes), (mode) => {
      expect(place(darkerMode(mode))).toBeGreaterThanOrEqual(place(mode));
      expect(place(brighterMode(mode))).toBeLessThanOrEqual(place(mode));
    }),
  );
  expect(['day', 'dim', 'blackout', 'red'].map((mode) => nextMode(mode as 'day'))).toEqual([
    'dim',
    'blackout',
    'day',
    'day',
  ]);
});

test('no raw colour stands outside the palettes', async () => {
  const { globSync } = await import('node:fs');
  const root = join(import.meta.dirname, '../..');
  const raw = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i;
  // The verifier is no screen of the console: one page by itself, for whoever receives a record.
  const files = globSync('renderer/**/*.{css,ts,tsx,html}', { cwd: root }).filter(
    (file) => !file.endsWith('tokens.css') && !file.startsWith('renderer/verifier/'),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.filter((file) =>
    raw.test(readFileSync(join(root, file), 'utf8').replace(/#(?=[\w-]*\s*[{,])/g, '')),
  );
  expect(found).toEqual([]);
});
