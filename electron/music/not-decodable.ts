import type { Problem } from '../../shared/problem.ts';

/** A track's file is at fault: whoever tries to decode it fails. */
export const notDecodable: Problem = {
  code: 'music-not-decodable',
  sentence: 'The track can’t be decoded.',
  remedy: 'Convert the file to FLAC or Ogg Vorbis and import it again.',
};
