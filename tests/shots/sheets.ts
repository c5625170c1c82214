import type { Hands } from '../rehearsal/hands.ts';

/** Something that a press opens over a screen, and how it is left again without a trace that hinders the session. */
export type OpenedSheet = {
  readonly name: string;
  open(hands: Hands): Promise<void>;
  close(hands: Hands): Promise<void>;
};

const closed = async (hands: Hands): Promise<void> => hands.window.press('Escape');

const emergency: OpenedSheet = {
  name: 'emergency',
  open: async (hands) => {
    await hands.press('Emergency');
    await hands.waitForButton('Hold: stand down');
  },
  close: async (hands) => {
    await hands.fill('How it ended', 'A practice; nothing was wrong.');
    await hands.hold('Hold: stand down', 1000);
  },
};

const textNote: OpenedSheet = {
  name: 'text-note',
  open: async (hands) => {
    await hands.press('Text');
    await hands.fill('Note', 'Speaks of the sea');
  },
  close: async (hands) => {
    await hands.press('Done');
  },
};

const pressureByHand: OpenedSheet = {
  name: 'pressure-by-hand',
  open: async (hands) => hands.press('Enter by hand'),
  close: closed,
};

const light: OpenedSheet = { name: 'light', open: async (hands) => hands.press('Light and touch'), close: closed };

const leftHand: OpenedSheet = {
  name: 'left-hand',
  open: async (hands) => {
    await hands.press('Light and touch');
    await hands.choose('Notes by the', 'Left hand');
    await hands.press('Close Light and touch');
  },
  close: async (hands) => {
    await hands.press('Light and touch');
    await hands.choose('Notes by the', 'Right hand');
    await hands.press('Close Light and touch');
  },
};

const touchLock: OpenedSheet = {
  name: 'touch-lock',
  open: async (hands) => hands.window.press('l'),
  close: async (hands) => hands.hold('Hold: unlock touch', 1000),
};

const darkScreen: OpenedSheet = {
  name: 'dark-screen',
  open: async (hands) => hands.window.press('0'),
  close: async (hands) => hands.window.press('Shift'),
};

const observe: OpenedSheet = { name: 'observe', open: async (hands) => hands.press('Observe'), close: closed };

const aroundNow: OpenedSheet = {
  name: 'around',
  open: async (hands) => hands.press('What happened around a moment'),
  close: closed,
};

const wholeTable: OpenedSheet = {
  name: 'table',
  open: async (hands) => hands.window.press('t'),
  close: closed,
};

/** In an upright window only: what is needed less of the music stands in a row of its own. */
const moreMusic: OpenedSheet = {
  name: 'more-music',
  open: async (hands) => {
    await hands.window.setViewport(800, 1280);
    await hands.press('More music controls');
  },
  close: async (hands) => {
    await hands.window.setViewport(800, 1280);
    await hands.press('More music controls');
    await hands.window.setViewport(1280, 800);
  },
};

const countersign: OpenedSheet = {
  name: 'countersign',
  open: async (hands) => {
    await hands.press('Countersign');
    await hands.choose('Meaning of the second signature', 'I supervised this session');
  },
  close: async () => undefined,
};

const processNotes: OpenedSheet = {
  name: 'process-notes',
  open: async (hands) => hands.choose('Which notes', 'The process notes'),
  close: async (hands) => hands.choose('Which notes', 'The record'),
};

const musicImport: OpenedSheet = {
  name: 'music-import',
  open: async (hands) => {
    await hands.press(/^Music /);
    await hands.press('Bring own music');
  },
  close: async (hands) => hands.press('Back'),
};

/** What is opened over each screen for its picture. */
export function sheetsOf(screen: string): readonly OpenedSheet[] {
  switch (screen) {
    case 'journey':
      return [
        textNote,
        moreMusic,
        pressureByHand,
        observe,
        aroundNow,
        wholeTable,
        light,
        leftHand,
        touchLock,
        darkScreen,
        emergency,
      ];
    case 'precheck':
      return [musicImport];
    case 'signed':
      return [processNotes, countersign];
    case 'recovery':
      return [pressureByHand];
    default:
      return [];
  }
}
