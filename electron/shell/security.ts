import type { App, Session, WebContents } from 'electron';
import { appHost, appScheme, playerUrl } from './app-scheme.ts';

/** Refuses every permission; the player window alone may be asked what outputs there are, which hands out nothing. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(
    (contents, permission) => permission === 'media' && contents !== null && contents.getURL() === playerUrl,
  );
  session.setDevicePermissionHandler(() => false);
}

/** Refuses every request that is not for our own scheme: nothing goes to a network. */
export function refuseNetwork(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnAddress(details.url) }));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
}

function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (url.protocol === `${appScheme}:` && url.host === appHost) || url.protocol === 'data:';
}

/** No window leaves its page, opens another, or embeds a foreign one. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
