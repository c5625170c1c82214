import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { guarded, notOffered } from './not-offered.ts';

/** Electron's `net`: `fetch` of `file:` addresses, which ignores ranges as Electron's does. */
export const net = guarded('net', {
  async fetch(input: string | Request): Promise<Response> {
    const address = typeof input === 'string' ? input : input.url;
    if (!address.startsWith('file:')) throw notOffered(`net.fetch of ${new URL(address).protocol} addresses`);
    return new Response(new Uint8Array(await readFile(fileURLToPath(address))));
  },
});
