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

/** What is opened over each screen for its picture. */
export function sheetsOf(screen: string): readonly OpenedSheet[] {
  switch (screen) {
    case 'journey':
      return [
        textNote,
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
    case 'recovery':
      return [pressureByHand];
    default:
      return [];
  }
}
