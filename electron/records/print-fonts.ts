/**
 * The font files that print needs, in the package `@fontsource/source-sans-3` under `files/`. Static ones: Chromium
 * embeds them as TrueType, and a variable one as Type 3, which prints worse.
 */
export const printFontFiles = [
  { file: 'source-sans-3-latin-400-normal.woff2', weight: 400, range: 'latin' },
  { file: 'source-sans-3-latin-600-normal.woff2', weight: 600, range: 'latin' },
  { file: 'source-sans-3-latin-400-italic.woff2', weight: 400, style: 'italic', range: 'latin' },
  { file: 'source-sans-3-latin-ext-400-normal.woff2', weight: 400, range: 'latin-ext' },
  { file: 'source-sans-3-latin-ext-600-normal.woff2', weight: 600, range: 'latin-ext' },
] as const;

export type PrintFontFile = (typeof printFontFiles)[number]['file'];

/** The code points that each file covers, as the package's own style sheet has them. */
const unicodeRanges = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext':
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF',
} as const;

/** `@font-face` rules with the fonts inside them, for pages that load nothing. */
export function fontCss(read: (file: PrintFontFile) => Uint8Array): string {
  return printFontFiles
    .map((font) => {
      const data = Buffer.from(read(font.file)).toString('base64');
      const style = 'style' in font ? font.style : 'normal';
      return `@font-face{font-family:'Source Sans 3';font-style:${style};font-weight:${font.weight};src:url(data:font/woff2;base64,${data}) format('woff2');unicode-range:${unicodeRanges[font.range]};}`;
    })
    .join('');
}
