function escaped(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether an address fits one of Chromium's match patterns, such as `<all_urls>`, `*://*\/*` or `app://main/*`. */
export function fitsPattern(pattern: string, address: string): boolean {
  if (pattern === '<all_urls>') return true;
  const [, scheme, host, path] = /^([^:]+):\/\/([^/]*)(\/.*)?$/.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined) throw new TypeError(`Invalid url pattern ${pattern}`);
  const schemeText = scheme === '*' ? '[a-z][a-z0-9+.-]*' : escaped(scheme);
  const hostText =
    host === '*' ? '[^/]*' : host.startsWith('*.') ? `([^/]+\\.)?${escaped(host.slice(2))}` : escaped(host);
  const pathText = (path ?? '/*').split('*').map(escaped).join('.*');
  return new RegExp(`^${schemeText}://${hostText}${pathText}$`, 's').test(address);
}
