const PREFIX = '/media/';
const TRACK_ID = /^[a-z0-9-]{1,80}$/;

/** Where the windows' own origin serves a track: always by its id, never by a file's path. */
export function mediaPath(trackId: string): string {
  return `${PREFIX}${trackId}`;
}

/** The track id that a URL's path names; null for every path that is not exactly one track's. */
export function trackIdOfPath(pathname: string): string | null {
  if (!pathname.startsWith(PREFIX)) return null;
  const trackId = pathname.slice(PREFIX.length);
  return TRACK_ID.test(trackId) ? trackId : null;
}
