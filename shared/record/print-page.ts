import { cssString, escapeHtml } from './escape-html.ts';

/** A page to be printed: everything in one string, nothing is loaded, no script runs. */
export type PrintPage = {
  readonly title: string;
  /** `@font-face` rules with data addresses for the family `Source Sans 3`; empty for the machine's own. */
  readonly fontCss: string;
  readonly style: string;
  /** The corners of every page; the page's number of all stands at the bottom right. */
  readonly headLeft: string;
  readonly headRight: string;
  readonly footLeft: string;
  /** HTML, escaped already. */
  readonly body: string;
};

/** The page as HTML: A4, white, ink, with running head and foot. */
export function printPageHtml(page: PrintPage): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">`,
    `<title>${escapeHtml(page.title)}</title>`,
    `<style>${page.fontCss}${pageStyle(page)}${page.style}</style></head>`,
    `<body>${page.body}</body></html>`,
  ].join('');
}

function pageStyle(page: PrintPage): string {
  const small = "font: 8pt 'Source Sans 3', sans-serif; color: #333;";
  return `
@page {
  size: A4;
  margin: 15mm 15mm 13mm;
  @top-left { content: ${cssString(page.headLeft)}; ${small} }
  @top-right { content: ${cssString(page.headRight)}; ${small} }
  @bottom-left { content: ${cssString(page.footLeft)}; ${small} }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); ${small} }
}
* { box-sizing: border-box; }
html { color-scheme: only light; }
body {
  margin: 0; background: #fff; color: #000;
  font: 9pt/1.3 'Source Sans 3', sans-serif;
  font-variant-numeric: tabular-nums lining-nums;
  overflow-wrap: anywhere;
}
h1 { font-size: 17pt; line-height: 1.15; font-weight: 600; margin: 0 0 1mm; }
h2 { font-size: 10.5pt; font-weight: 600; margin: 2.6mm 0 0.9mm; border-bottom: 0.6pt solid #000; break-after: avoid; }
p { margin: 0 0 1.1mm; }
`;
}
