import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamOfFile } from '../../electron/music/file-bytes.ts';
import { createMediaHandler } from '../../electron/music/media-handler.ts';
import type { MediaSource } from '../../electron/music/media-source.ts';
import { repeatedWav } from '../../electron/music/repeated-wav.ts';
import { wavHeader } from '../../electron/music/wav.ts';
import { mediaPath, trackIdOfPath } from '../../shared/music/media-path.ts';

const ORIGIN = 'app://vigil';
const bytes = new Uint8Array(1_000).map((_, index) => (index * 31) % 251);
const LONGEST = 300;

let openStreams = 0;
const memory: MediaSource = {
  contentType: 'audio/flac',
  sizeBytes: bytes.length,
  open: (fromByte, toByte) => {
    openStreams += 1;
    let at = fromByte;
    return Promise.resolve(
      new ReadableStream(
        {
          pull(controller) {
            if (at > toByte) {
              openStreams -= 1;
              controller.close();
              return;
            }
            const end = Math.min(at + 37, toByte + 1);
            controller.enqueue(bytes.slice(at, end));
            at = end;
          },
          cancel() {
            openStreams -= 1;
          },
        },
        { highWaterMark: 0 },
      ),
    );
  },
};
const handle = createMediaHandler((trackId) => Promise.resolve(trackId === 'one' ? memory : null), {
  longestAnswerBytes: LONGEST,
});

function ask(range: string | null, method = 'GET', path = '/media/one'): Promise<Response> {
  return handle(new Request(`${ORIGIN}${path}`, { method, headers: range === null ? {} : { range } }));
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

describe('the media handler', () => {
  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-999', 0, 999],
    ['bytes=10-19', 10, 19],
    ['bytes=990-5000', 990, 999],
    ['bytes=999-', 999, 999],
    ['bytes=0-', 0, LONGEST - 1],
    ['bytes=699-', 699, 998],
    ['bytes=700-', 700, 999],
    ['bytes=701-', 701, 999],
    ['bytes=-1', 999, 999],
    ['bytes=-1000', 0, 999],
    ['bytes=-5000', 0, 999],
  ])('%s is bytes %d to %d', async (range, from, to) => {
    const response = await ask(range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/1000`);
    expect(response.headers.get('content-length')).toBe(String(to - from + 1));
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('content-type')).toBe('audio/flac');
    expect(await bodyOf(response)).toEqual(bytes.slice(from, to + 1));
  });

  test.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0'])('%s can’t be satisfied', async (range) => {
    const response = await ask(range);
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */1000');
    expect(await bodyOf(response)).toHaveLength(0);
  });

  test.each([null, 'bytes=', 'bytes=-', 'bytes=5-4', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=a-b', 'bytes=0x1-2'])(
    '%s is the whole file',
    async (range) => {
      const response = await ask(range);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-length')).toBe('1000');
      expect(await bodyOf(response)).toEqual(bytes);
    },
  );

  test('HEAD tells the length and opens nothing', async () => {
    const response = await ask('bytes=0-1', 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('1000');
    expect(await bodyOf(response)).toHaveLength(0);
    expect(openStreams).toBe(0);
  });

  test.each(['POST', 'PUT', 'DELETE'])('%s is refused', async (method) => {
    const response = await ask(null, method);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test.each([
    '/media/two',
    '/media/',
    '/media/one/',
    '/media/../one',
    '/media/one%2f',
    '/Media/one',
    '/one',
    '/media/%6fne',
  ])('%s is not there', async (path) => {
    expect((await ask(null, 'GET', path)).status).toBe(404);
  });

  test('whatever the range says, lengths are exact and bytes are the file’s', async () => {
    const number = fc.oneof(
      fc.integer({ min: 0, max: 1_100 }).map(String),
      fc.constant(''),
      fc.stringMatching(/^\d{1,17}$/),
    );
    const shaped = fc.tuple(number, number).map(([first, last]) => `bytes=${first}-${last}`);
    const anything = fc.string({ unit: fc.constantFrom(...'bytes=-0123456789, xX'), maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 4, arbitrary: shaped }, { weight: 1, arbitrary: anything }),
        async (range) => {
          const response = await ask(range);
          const body = await bodyOf(response);
          expect(response.headers.get('content-length')).toBe(String(body.length));
          if (response.status === 200) expect(body).toEqual(bytes);
          else if (response.status === 206) {
            const [, from = '', to = '', size] =
              /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
            expect(size).toBe('1000');
            expect(body).toEqual(bytes.slice(Number(from), Number(to) + 1));
            expect(body.length).toBeGreaterThan(0);
          } else expect(response.status).toBe(416);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(openStreams).toBe(0);
  });

  test('only a track id in the right place is ever looked for', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const trackId = trackIdOfPath(path);
        if (trackId !== null) expect(path).toBe(mediaPath(trackId));
      }),
      { numRuns: 2_000 },
    );
    for (const hostile of ['../../etc/passwd', '..%2f..%2fetc', 'a b', 'A', 'ä', '', 'x'.repeat(81)]) {
      expect(trackIdOfPath(`/media/${hostile}`)).toBeNull();
    }
    expect(trackIdOfPath(`/media/${'x'.repeat(80)}`)).toBe('x'.repeat(80));
  });

  test('a cancelled answer closes its stream', async () => {
    const response = await ask('bytes=0-');
    const reader = response.body?.getReader();
    await reader?.read();
    expect(openStreams).toBe(1);
    await reader?.cancel();
    expect(openStreams).toBe(0);
  });

  test('bytes that are gone by the time they are opened are not there', async () => {
    const gone = createMediaHandler(() =>
      Promise.resolve({ contentType: 'audio/wav', sizeBytes: 9, open: () => Promise.reject(new Error('gone')) }),
    );
    expect((await gone(new Request(`${ORIGIN}/media/one`))).status).toBe(404);
  });
});

describe('files behind the media handler', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-media-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a file that became shorter is an error, never a short answer', async () => {
    const path = join(folder, 'short');
    await writeFile(path, bytes);
    const stream = await streamOfFile(path, [{ atByte: 500, lengthBytes: 600 }]);
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow();
  });

  test('a repeated WAV is its header and its piece over and over, at every range', async () => {
    const piece = new Uint8Array(400).map((_, index) => (index * 7) % 256);
    const path = join(folder, 'piece.pcm');
    await writeFile(path, piece);
    const source = repeatedWav(path, piece.length, 1_000, 1_030);
    const dataBytes = 1_030 * 4;
    expect(source.sizeBytes).toBe(44 + dataBytes);
    const whole = new Uint8Array(source.sizeBytes);
    whole.set(wavHeader(1_000, dataBytes));
    for (let at = 44; at < whole.length; at += 1) whole[at] = piece[(at - 44) % piece.length] ?? 0;
    const serve = createMediaHandler(() => Promise.resolve(source), { longestAnswerBytes: 1 << 20 });
    const last = source.sizeBytes - 1;
    const place = fc.oneof(
      fc.constantFrom(0, 1, 43, 44, 45, 443, 444, 445, last - 1, last),
      fc.integer({ min: 0, max: last }),
    );
    await fc.assert(
      fc.asyncProperty(place, place, async (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const response = await serve(new Request(`${ORIGIN}/media/x`, { headers: { range: `bytes=${from}-${to}` } }));
        expect(await bodyOf(response)).toEqual(whole.slice(from, to + 1));
      }),
      { numRuns: 300 },
    );
  });
});
