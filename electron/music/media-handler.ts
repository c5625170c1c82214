import { trackIdOfPath } from '../../shared/music/media-path.ts';
import type { MediaSource } from './media-source.ts';

/** Finds a track by its id; null where the library has no such track or its bytes are gone. */
export type FindMedia = (trackId: string) => Promise<MediaSource | null>;

export type MediaHandlerOptions = {
  /**
   * The most bytes that one answer to an open-ended range holds. A player then asks for the next part when it needs it:
   * nothing has to hold a whole track.
   */
  readonly longestAnswerBytes: number;
};

type Range =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly from: number; readonly to: number }
  | { readonly kind: 'unsatisfiable' };

/** Some two minutes of an MP3, nine of the built-in set. */
const LONGEST_ANSWER_BYTES = 4 * 1024 * 1024;

/** What a Range header asks for. One that is malformed, or asks for several ranges, is ignored, as RFC 9110 allows. */
function parseRange(header: string | null, sizeBytes: number, longestAnswerBytes: number): Range {
  const match = header === null ? null : /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header.trim());
  if (match === null) return { kind: 'whole' };
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return { kind: 'whole' };
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', from: sizeBytes - length, to: sizeBytes - 1 };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return { kind: 'whole' };
  if (from >= sizeBytes) return { kind: 'unsatisfiable' };
  const furthest = last === '' ? from + longestAnswerBytes - 1 : Number(last);
  return { kind: 'part', from, to: Math.min(furthest, sizeBytes - 1) };
}

function plain(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { 'content-length': '0', 'cache-control': 'no-store', ...headers } });
}

/**
 * Answers requests for `/media/<track id>`: GET and HEAD, one byte range, exact lengths. Tracks are found by id alone,
 * so that no path of the machine can be asked for. Nothing here keeps state between requests.
 */
export function createMediaHandler(
  find: FindMedia,
  options: MediaHandlerOptions = { longestAnswerBytes: LONGEST_ANSWER_BYTES },
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, { allow: 'GET, HEAD' });
    const trackId = trackIdOfPath(new URL(request.url).pathname);
    const source = trackId === null ? null : await find(trackId);
    if (source === null) return plain(404);
    const { contentType, sizeBytes } = source;
    const headers = {
      'content-type': contentType,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    };
    // A range has a meaning for GET only.
    if (request.method === 'HEAD') {
      return new Response(null, { status: 200, headers: { ...headers, 'content-length': String(sizeBytes) } });
    }
    const range = parseRange(request.headers.get('range'), sizeBytes, options.longestAnswerBytes);
    if (range.kind === 'unsatisfiable') return plain(416, { ...headers, 'content-range': `bytes */${sizeBytes}` });
    if (range.kind === 'whole' && sizeBytes === 0) return plain(200, headers);
    const { from, to } = range.kind === 'part' ? range : { from: 0, to: sizeBytes - 1 };
    const body = await source.open(from, to).catch(() => null);
    if (body === null) return plain(404);
    const lengths = { ...headers, 'content-length': String(to - from + 1) };
    if (range.kind === 'whole') return new Response(body, { status: 200, headers: lengths });
    return new Response(body, {
      status: 206,
      headers: { ...lengths, 'content-range': `bytes ${from}-${to}/${sizeBytes}` },
    });
  };
}
