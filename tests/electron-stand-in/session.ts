import type {
  CallbackResponse,
  OnBeforeRequestListenerDetails,
  PermissionCheckHandlerHandlerDetails,
  Protocol,
  Session,
  WebRequestFilter,
} from 'electron';
import { theApp } from './app.ts';
import { guarded, notOffered } from './not-offered.ts';
import { OfferedEvents } from './offered-events.ts';
import { registerScheme } from './scheme-address.ts';
import { fitsPattern } from './url-pattern.ts';

type SchemeHandler = Parameters<Protocol['handle']>[1];
type BeforeRequestListener = (
  details: OnBeforeRequestListenerDetails,
  callback: (response: CallbackResponse) => void,
) => void;

/** Electron's `protocol` of one session: who answers the requests of a scheme. */
export class SessionProtocol {
  private readonly handlers = new Map<string, SchemeHandler>();

  handle(scheme: string, handler: SchemeHandler): void {
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    registerScheme(scheme);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }

  registerSchemesAsPrivileged(schemes: readonly { scheme: string }[]): void {
    if (theApp.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme } of schemes) registerScheme(scheme);
  }

  /** The handler of an address's scheme. */
  handlerOf(address: string): SchemeHandler | undefined {
    return this.handlers.get(new URL(address).protocol.slice(0, -1));
  }
}

/** Electron's `webRequest` of one session; only `onBeforeRequest`, which may cancel. */
export class SessionWebRequest {
  private filter: WebRequestFilter = { urls: ['<all_urls>'] };
  private listener: BeforeRequestListener | null = null;

  onBeforeRequest(
    filterOrListener: WebRequestFilter | BeforeRequestListener | null,
    listener?: BeforeRequestListener | null,
  ): void {
    const filtered = typeof filterOrListener === 'object' && filterOrListener !== null;
    this.filter = filtered ? filterOrListener : { urls: ['<all_urls>'] };
    this.listener = filtered ? (listener ?? null) : filterOrListener;
  }

  /** Asks the app's listener; true where it cancels the request. */
  async cancels(details: OnBeforeRequestListenerDetails): Promise<boolean> {
    const { urls, excludeUrls = [], types } = this.filter;
    const { listener } = this;
    const asked =
      listener !== null &&
      (urls.length === 0 || urls.some((pattern) => fitsPattern(pattern, details.url))) &&
      !excludeUrls.some((pattern) => fitsPattern(pattern, details.url)) &&
      (types === undefined || types.some((type) => type === details.resourceType));
    if (!asked) return false;
    const response = await new Promise<CallbackResponse>((resolve) => listener(details, resolve));
    if (response.redirectURL !== undefined) throw notOffered('a redirectURL in webRequest.onBeforeRequest');
    return response.cancel === true;
  }
}

/** What decides on a page's permission; `contents` is the one whose page asks. */
type PermissionCheckHandler = (
  contents: never,
  permission: 'media',
  origin: string,
  details: PermissionCheckHandlerHandlerDetails,
) => boolean;

/** The handlers of one kind that a session was given. Chromium itself denies every permission here but to name outputs. */
class StandInSession extends OfferedEvents {
  readonly protocol = guarded('session.protocol', new SessionProtocol());
  readonly webRequest = guarded('session.webRequest', new SessionWebRequest());
  private readonly persistent: boolean;

  constructor(persistent: boolean) {
    super('session', ['will-download']);
    this.persistent = persistent;
  }

  isPersistent(): boolean {
    return this.persistent;
  }

  private permissionCheck: PermissionCheckHandler | null = null;

  // The stand-in denies every permission and device before anybody could be asked, so these have nothing to decide.
  setPermissionRequestHandler(): void {}
  setDevicePermissionHandler(): void {}
  /** Only 'media' is asked for: whether a page may know which outputs of sound there are. */
  setPermissionCheckHandler(handler: PermissionCheckHandler | null): void {
    this.permissionCheck = handler;
  }

  /** What the handler says of a page that would know the outputs of sound. */
  allowsOutputs(contents: object, origin: string): boolean {
    const details = { isMainFrame: true, mediaType: 'audio', requestingUrl: origin, securityOrigin: origin } as const;
    return this.permissionCheck?.(contents as never, 'media', origin, details) ?? false;
  }

  setDisplayMediaRequestHandler(): void {}
  setSpellCheckerEnabled(): void {}
  setSpellCheckerLanguages(): void {}

  // There is no network and the profile lives as long as the process, so nothing is left to set or clear.
  async setProxy(): Promise<void> {}
  async clearStorageData(): Promise<void> {}
  async clearCache(): Promise<void> {}
  async closeAllConnections(): Promise<void> {}
}

type Offered = Pick<
  Session,
  | 'isPersistent'
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'setSpellCheckerLanguages'
  | 'setProxy'
  | 'clearStorageData'
  | 'clearCache'
  | 'closeAllConnections'
> & {
  protocol: Pick<Protocol, 'handle' | 'unhandle' | 'isProtocolHandled'>;
  webRequest: {
    onBeforeRequest(filter: WebRequestFilter, listener: BeforeRequestListener | null): void;
  };
};

const sessions = new Map<string, StandInSession>();

/** A session as the stand-in itself uses it. */
export type { StandInSession };

/** `session.fromPartition`: one session per name; all share Chromium's one profile, which is removed at exit. */
export function sessionOf(partition: string): StandInSession {
  const known = sessions.get(partition);
  if (known !== undefined) return known;
  const created = guarded('session', new StandInSession(partition === '' || partition.startsWith('persist:')));
  created satisfies Offered;
  sessions.set(partition, created);
  return created;
}

/** `session.defaultSession`. */
export function defaultSession(): StandInSession {
  return sessionOf('');
}
