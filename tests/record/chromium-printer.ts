import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { printOptions } from '../../electron/records/pdf.ts';
import { fontCss } from '../../electron/records/print-fonts.ts';
import type { PrintParts } from '../../electron/records/record-files.ts';

const fonts = join(import.meta.dirname, '../../node_modules/@fontsource/source-sans-3/files');

/** Prints pages as the shell does, in a browser of its own, until `close` is called. */
export async function chromiumPrinter(): Promise<PrintParts & { readonly close: () => Promise<void> }> {
  const browser = await chromium.launch({
    executablePath: process.env.VIGIL_CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const printPage = async (html: string) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    try {
      await page.setContent(html);
      const { preferCSSPageSize, printBackground, displayHeaderFooter, margins, generateTaggedPDF } = printOptions;
      return await page.pdf({
        format: 'A4',
        preferCSSPageSize,
        printBackground,
        displayHeaderFooter,
        margin: margins,
        tagged: generateTaggedPDF,
      });
    } finally {
      await page.close();
    }
  };
  return { printPage, fontCss: fontCss((file) => readFileSync(join(fonts, file))), close: () => browser.close() };
}
