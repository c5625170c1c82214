/**
 * Chromium refuses to load schemes it does not know, even where every request is answered for it. So a registered scheme
 * is carried as https on a host below `.invalid`, a top-level name that never resolves: `app://main/x` travels as
 * `https://main.app.invalid/x`.
 */
const registeredSchemes = new Set<string>();

/** Makes a scheme known, as `protocol.registerSchemesAsPrivileged` does. */
export function registerScheme(scheme: string): void {
  registeredSchemes.add(scheme);
}

/** The address that Chromium is given for an address the app uses; addresses of other schemes stay as they are. */
export function toChromiumAddress(address: string): string {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  const scheme = parsed?.protocol.slice(0, -1) ?? '';
  if (parsed === undefined || !registeredSchemes.has(scheme)) return address;
  const rest = address.slice(address.indexOf('//') + 2 + parsed.host.length);
  return `https://${parsed.host}.${scheme}.invalid${rest.startsWith('/') ? rest : `/${rest}`}`;
}

/** The address that the app sees for an address Chromium reports. */
export function toElectronAddress(address: string): string {
  const carried = /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.invalid(?=[/?#]|$)(.*)$/s.exec(address);
  const [, host, scheme, rest] = carried ?? [];
  if (host === undefined || scheme === undefined || !registeredSchemes.has(scheme)) return address;
  return `${scheme}://${host}${rest ?? ''}`;
}

/** A content policy with its sources of registered schemes written as Chromium will see them. */
export function toChromiumPolicy(policy: string): string {
  return policy.replaceAll(
    /(^|[\s;,])([a-z][a-z0-9+-]*):(\/\/[^\s;,]*)?(?=[\s;,]|$)/g,
    (source, before, scheme, host) => {
      if (!registeredSchemes.has(scheme)) return source;
      return `${before}${host === undefined ? `https://*.${scheme}.invalid` : toChromiumAddress(`${scheme}:${host}`)}`;
    },
  );
}
