import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { answerAppRequest, contentPolicy } from '../../electron/shell/app-scheme.ts';
import { type AppearanceMode, appearanceModes } from '../../shared/bridge/appearance-mode.ts';

const base = mkdtempSync(join(tmpdir(), 'vigil-pages-'));
const root = join(base, 'renderer');
mkdirSync(join(root, 'console'), { recursive: true });
mkdirSync(join(base, 'renderer-of-others'));
writeFileSync(
  join(root, 'console', 'index.html'),
  '<!doctype html>\n<html lang="en" data-mode="dim"><title>x</title></html>',
);
writeFileSync(join(base, 'secret.html'), 'secret');
writeFileSync(join(base, 'renderer-of-others', 'secret.html'), 'secret');
symlinkSync(join(base, 'secret.html'), join(root, 'console', 'link.html'));
afterAll(() => rmSync(base, { recursive: true }));

let mode: AppearanceMode = 'day';
const pages = {
  root,
  mode: () => mode,
  media: async (request: Request) => new Response(new URL(request.url).pathname, { status: 206 }),
  printed: new Map([['/print/1.html', '<p>paper</p>']]),
};
const answer = (url: string, init?: RequestInit) => answerAppRequest(pages, new Request(url, init));

describe('the app’s scheme', () => {
  it('serves its pages with the content policy', async () => {
    const response = await answer('app://vigil/console/index.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toBe(contentPolicy);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(appearanceModes)('serves the console in %s from its first frame on', async (chosen) => {
    mode = chosen;
    const response = await answer('app://vigil/console/index.html');
    expect(await response.text()).toContain(`<html lang="en" data-mode="${chosen}">`);
    expect(response.headers.get('content-security-policy')).toBe(contentPolicy);
  });

  it('gives media to its handler and serves a page to print only while it is printed', async () => {
    expect(await (await answer('app://vigil/media/t1')).text()).toBe('/media/t1');
    expect((await answer('app://vigil/print/1.html')).status).toBe(200);
    expect((await answer('app://vigil/print/2.html')).status).toBe(404);
  });

  it.each([
    'app://other/console/index.html',
    'app://vigil/',
    'app://vigil/console',
    'app://vigil/console/',
    'app://vigil/..%2fsecret.html',
    'app://vigil/%2e%2e/secret.html',
    'app://vigil/..%5csecret.html',
    'app://vigil/console/link.html',
    'app://vigil/..%2frenderer-of-others%2fsecret.html',
    'app://vigil/console/index.html%00.html',
    'app://vigil/%.html',
  ])('answers 404 to %s', async (url) => {
    expect((await answer(url)).status).toBe(404);
  });

  it('refuses other methods', async () => {
    expect((await answer('app://vigil/console/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('never answers with what is outside, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            '..',
            '%2e%2e',
            '/',
            '%2f',
            '%5c',
            'secret.html',
            'console',
            'renderer-of-others',
            'a',
            '%00',
          ),
          { maxLength: 8 },
        ),
        async (parts) => {
          const response = await answer(`app://vigil/${parts.join('')}`);
          expect(await response.text()).not.toContain('secret');
        },
      ),
    );
  });
});
