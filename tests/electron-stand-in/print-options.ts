import type { PrintToPDFOptions } from 'electron';

/** Paper sizes by name, in inches, as Electron has them. */
const PAPER_INCHES: Readonly<Record<string, { width: number; height: number }>> = {
  letter: { width: 8.5, height: 11 },
  legal: { width: 8.5, height: 14 },
  tabloid: { width: 11, height: 17 },
  ledger: { width: 17, height: 11 },
  a0: { width: 33.1, height: 46.8 },
  a1: { width: 23.4, height: 33.1 },
  a2: { width: 16.54, height: 23.4 },
  a3: { width: 11.7, height: 16.54 },
  a4: { width: 8.27, height: 11.7 },
  a5: { width: 5.83, height: 8.27 },
  a6: { width: 4.13, height: 5.83 },
};

/** The parameters of Chromium's `Page.printToPDF` for Electron's options (lengths in inches). Throws on an unknown paper. */
export function printParameters(options: PrintToPDFOptions): Record<string, unknown> {
  const { pageSize = 'Letter', margins = {} } = options;
  const paper = typeof pageSize === 'string' ? PAPER_INCHES[pageSize.toLowerCase()] : pageSize;
  if (paper === undefined) throw new Error(`Invalid pageSize ${String(pageSize)}`);
  const { top, bottom, left, right } = margins;
  const given = {
    landscape: options.landscape,
    displayHeaderFooter: options.displayHeaderFooter,
    printBackground: options.printBackground,
    scale: options.scale,
    paperWidth: paper.width,
    paperHeight: paper.height,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: left,
    marginRight: right,
    pageRanges: options.pageRanges,
    headerTemplate: options.headerTemplate,
    footerTemplate: options.footerTemplate,
    preferCSSPageSize: options.preferCSSPageSize,
    generateTaggedPDF: options.generateTaggedPDF,
    generateDocumentOutline: options.generateDocumentOutline,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
