import type { OnBeforeRequestListenerDetails } from 'electron';
import type { BrowserContext, Request as ChromiumRequest, Page, Route } from 'playwright-core';
import { ownerOf, type PageOwner } from './page-owners.ts';
import { answerFrom } from './response-body.ts';
import { toChromiumPolicy, toElectronAddress } from './scheme-address.ts';

const RESOURCE_TYPES = new Map<string, OnBeforeRequestListenerDetails['resourceType']>([
  ['document', 'mainFrame'],
  ['stylesheet', 'stylesheet'],
  ['script', 'script'],
  ['image', 'image'],
  ['font', 'font'],
  ['media', 'media'],
  ['xhr', 'xhr'],
  ['fetch', 'xhr'],
  ['ping', 'ping'],
  ['cspreport', 'cspReport'],
]);
/** Request headers that carry an address. */
const ADDRESS_HEADERS = ['origin', 'referer'];

let lastRequestId = 0;

function pageOf(request: ChromiumRequest): { page: Page; isMainFrame: boolean } | undefined {
  try {
    const frame = request.frame();
    const page = frame.page();
    return { page, isMainFrame: frame === page.mainFrame() };
  } catch {
    // A document request of a page that is not there yet belongs to no window of the app.
    return undefined;
  }
}

function requestDetails(
  request: ChromiumRequest,
  owner: PageOwner,
  address: string,
  isMainFrame: boolean,
): OnBeforeRequestListenerDetails {
  lastRequestId += 1;
  const type = RESOURCE_TYPES.get(request.resourceType()) ?? 'other';
  return {
    id: lastRequestId,
    url: address,
    method: request.method(),
    webContentsId: owner.contentsId,
    resourceType: type === 'mainFrame' && !isMainFrame ? 'subFrame' : type,
    referrer: toElectronAddress(request.headers().referer ?? ''),
    timestamp: Date.now(),
    uploadData: [],
  };
}

function requestForHandler(request: ChromiumRequest, address: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers())) {
    headers.set(name, ADDRESS_HEADERS.includes(name) ? toElectronAddress(value) : value);
  }
  const body = request.postDataBuffer();
  return new Request(address, { method: request.method(), headers, body: body === null ? null : new Uint8Array(body) });
}

async function answer(route: Route): Promise<void> {
  const request = route.request();
  const origin = pageOf(request);
  const owner = origin === undefined ? undefined : ownerOf(origin.page);
  if (origin === undefined || owner === undefined) return route.abort('blockedbyclient');
  const address = toElectronAddress(request.url());
  if (request.isNavigationRequest() && !owner.mayNavigate(address, origin.isMainFrame)) return route.abort('aborted');
  const details = requestDetails(request, owner, address, origin.isMainFrame);
  if (await owner.session.webRequest.cancels(details)) return route.abort('blockedbyclient');
  const handler = owner.session.protocol.handlerOf(address);
  // No handler: it would go to the network, and there is none.
  if (handler === undefined) return route.abort('internetdisconnected');
  const response = await handler(requestForHandler(request, address));
  if (response.type === 'error') return route.abort('failed');
  if (response.status >= 300 && response.status < 400 && response.status !== 304) {
    throw new Error('The stand-in for Electron does not offer redirects answered by protocol.handle');
  }
  const { status, headers, body } = await answerFrom(response);
  const policy = headers['content-security-policy'];
  if (policy !== undefined) headers['content-security-policy'] = toChromiumPolicy(policy);
  return route.fulfill({ status, headers, body });
}

/** Answers every request of a context through the app's own handlers; what no handler answers is refused. */
export async function routeRequests(context: BrowserContext): Promise<void> {
  await context.route('**/*', async (route) => {
    try {
      await answer(route);
    } catch (error) {
      // A request that its page gave up meanwhile cannot be answered any more; anything else is worth a line.
      const gone =
        error instanceof Error && /closed|crashed|already handled|Invalid InterceptionId/i.test(error.message);
      if (!gone) console.error('A request could not be answered:', error);
      await route.abort('failed').catch(() => {});
    }
  });
  await context.routeWebSocket('**/*', (socket) => socket.close({ code: 1008, reason: 'no network' }));
}
