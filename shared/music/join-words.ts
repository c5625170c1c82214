import type { JoinFinding } from './playlist-joins.ts';

/** What a finding at a join means, in one sentence, with what to do about it. */
export function joinSentence(finding: JoinFinding): string {
  switch (finding.kind) {
    case 'same-track':
      return 'The same track follows itself: steady tones may cancel out. Put another between them.';
    case 'level':
      return `The next piece begins ${Math.abs(finding.stepLu).toFixed(0)} LU ${finding.stepLu > 0 ? 'louder' : 'softer'}. Trim one of them, or put another between them.`;
    case 'silence':
      return `${(finding.silentMs / 1000).toFixed(1)} s of silence meet here. Trim it off.`;
    case 'not-measured':
      return 'Level and silence not measured here.';
  }
}
