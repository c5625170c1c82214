import type { Problem } from '../problem.ts';

/** What may go wrong with the music while it plays. */
export type PlayerProblemCode = 'track-unreadable' | 'track-stalled' | 'list-ended' | 'no-output' | 'player-gone';

const problems: Readonly<Record<PlayerProblemCode, Problem>> = {
  'track-unreadable': {
    code: 'music-track-unreadable',
    sentence: 'A track could not be read.',
    remedy: 'The music goes on by itself. After the session, import that file again.',
  },
  'track-stalled': {
    code: 'music-track-stalled',
    sentence: 'A track stopped without being asked to.',
    remedy: 'Calm sound fills the gap and the music is taken up again by itself. Press Move on if it does not return.',
  },
  'list-ended': {
    code: 'music-list-ended',
    sentence: 'The playlist has ended; calm sound goes on.',
    remedy: 'Press Move on to play the list from its beginning, or leave the calm sound.',
  },
  'no-output': {
    code: 'music-no-output',
    sentence: 'The sound output is gone.',
    remedy: 'Check that the headphones or speakers are connected and switched on. The music returns by itself.',
  },
  'player-gone': {
    code: 'music-player-gone',
    sentence: 'The music player stopped.',
    remedy: 'It is started again by itself and goes on at the same place within seconds.',
  },
};

/** The sentence and the remedy of what went wrong with the music. */
export function playerProblem(code: PlayerProblemCode): Problem {
  return problems[code];
}
