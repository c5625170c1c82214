import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamOfFile } from '../../electron/music/file-bytes.ts';
import { createMediaHandler } from '../../electron/music/media-handler.ts';
import type { MediaSource } from '../../electron/music/media-source.ts';
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
    const stream = await streamOfFile(path, 500, 600);
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow();
  });
});
