import { readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';
import type { Protocol } from 'electron';
import type { AppearanceMode } from '../../shared/bridge/appearance-mode.ts';

export const appScheme = 'app';
export const appHost = 'vigil';
const consolePath = '/console/index.html';
export const consoleUrl = `${appScheme}://${appHost}${consolePath}`;
export const fallbackUrl = `${appScheme}://${appHost}/fallback/index.html`;
export const playerUrl = `${appScheme}://${appHost}/player/index.html`;
export const measurerUrl = `${appScheme}://${appHost}/measurer/index.html`;

/** The content policy of every page: nothing but our own files; `data:` in media-src only for howler's unload. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

/** Must be called before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Answers a request for one of our own pages. `printed` holds pages that are only there to be printed, by path. */
export type AppPages = {
  /** The folder of the built windows. */
  readonly root: string;
  readonly media: (request: Request) => Promise<Response>;
  /** The palette of this machine: the console's page has it from its first frame on. */
  readonly mode: () => AppearanceMode;
  readonly printed: ReadonlyMap<string, string>;
};

/** The whole answer of the app's scheme: pages, media, pages to print. Everything else is 404; nothing is listed. */
export async function answerAppRequest(pages: AppPages, request: Request): Promise<Response> {
  const url = parsed(request.url);
  if (url === null || url.host !== appHost) return refused(404);
  if (url.pathname.startsWith('/media/')) return pages.media(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405);
  const print = pages.printed.get(url.pathname);
  if (print !== undefined) return page(print, types['.html'] ?? '', printPolicy);
  const answer = await answerFile(pages.root, url.pathname);
  return url.pathname === consolePath && answer.ok ? inMode(answer, pages.mode()) : answer;
}

/** The same page in this palette. */
async function inMode(answer: Response, mode: AppearanceMode): Promise<Response> {
  const text = await answer.text();
  return new Response(text.replace(/(<html[^>]*\sdata-mode=")[^"]*"/, `$1${mode}"`), answer);
}

/** A page to print may style itself and carry its fonts and drawings; it runs no script and loads nothing. */
const printPolicy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";

async function answerFile(root: string, pathname: string): Promise<Response> {
  const type = types[extname(pathname)];
  const path = decoded(pathname);
  if (type === undefined || path === null) return refused(404);
  try {
    const found = await realpath(join(root, path));
    const inside = relative(await realpath(root), found);
    if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return refused(404);
    return page(await readFile(found), type, contentPolicy);
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR')
    ) {
      return refused(404);
    }
    throw error;
  }
}

function page(body: string | Uint8Array<ArrayBuffer>, type: string, policy: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}

function refused(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': contentPolicy } });
}

function parsed(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** The path as it was meant, or null where it hides something: a null byte, a backslash, a broken escape. */
function decoded(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes('\0') || path.includes('\\') ? null : path;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
