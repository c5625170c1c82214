/**
 * The most of a range answer that is passed on at once. A range answer may be shorter than asked for: Chromium then asks for
 * the rest when it needs it, and a long recording is not read to its end for each seek.
 */
const LONGEST_RANGE_BYTES = 2 * 1024 * 1024;

/** A response as Chromium is given it. */
export type Answer = { status: number; headers: Record<string, string>; body: Buffer };

async function readAtMost(stream: ReadableStream<Uint8Array> | null, limitBytes: number): Promise<Buffer> {
  if (stream === null) return Buffer.alloc(0);
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < limitBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    bytes += value.byteLength;
  }
  if (bytes >= limitBytes) await reader.cancel();
  return Buffer.concat(pieces).subarray(0, limitBytes);
}

/** Reads a handler's response; a range answer (206) longer than two megabytes is cut there, and says so in its headers. */
export async function answerFrom(response: Response): Promise<Answer> {
  const headers = Object.fromEntries(response.headers);
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  const isRange = response.status === 206 && start !== undefined && end !== undefined;
  const body = await readAtMost(response.body, isRange ? LONGEST_RANGE_BYTES : Number.POSITIVE_INFINITY);
  if (isRange && body.length < Number(end) - Number(start) + 1) {
    headers['content-range'] = `bytes ${start}-${Number(start) + body.length - 1}/${total ?? '*'}`;
  }
  if ('content-length' in headers) headers['content-length'] = String(body.length);
  return { status: response.status, headers, body };
}
