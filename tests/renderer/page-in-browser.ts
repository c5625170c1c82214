import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';

/** A page of components as one script and its styles, to be put into an empty page of the browser. */
export type BundledPage = { readonly script: string; readonly style: string };

/**
 * Bundles a page beside the tests.
 * @param entry its path; what it leaves on `window` is what a test turns.
 * @param inlinedBytes assets up to this size go into the styles themselves.
 */
export async function bundledPage(entry: string, inlinedBytes?: number): Promise<BundledPage> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      ...(inlinedBytes === undefined ? {} : { assetsInlineLimit: inlinedBytes }),
      lib: { entry, formats: ['iife'], name: 'PageInBrowser' },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((part) => ('output' in part ? part.output : []));
  return {
    script: outputs.flatMap((part) => (part.type === 'chunk' ? [part.code] : [])).join('\n'),
    style: outputs
      .flatMap((part) => (part.type === 'asset' && part.fileName.endsWith('.css') ? [String(part.source)] : []))
      .join('\n'),
  };
}

/** The same for a page that stands in this folder. */
export function bundledPageHere(name: string): Promise<BundledPage> {
  return bundledPage(join(import.meta.dirname, name));
}

/** Chromium without a screen, as the tests of components use it. */
export function launchBrowser(...args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.VIGIL_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--disable-gpu', ...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
}
