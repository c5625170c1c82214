import type { PrintToPDFOptions } from 'electron';

/**
 * How every page of Vigil is printed: A4 by the page's own style, tagged, without the browser's header and footer. The
 * running head and foot (patient, short code, page n of m) are margin boxes of the page's own style, so that they are
 * set in the embedded font; the margins are the page's own too.
 */
export const printOptions = {
  pageSize: 'A4',
  preferCSSPageSize: true,
  printBackground: true,
  displayHeaderFooter: false,
  margins: { top: 0, bottom: 0, left: 0, right: 0 },
  generateTaggedPDF: true,
} as const satisfies PrintToPDFOptions;

/** Prints one HTML page to the bytes of a PDF; the shell does it in a hidden window. */
export type PrintPage = (html: string) => Promise<Uint8Array>;
