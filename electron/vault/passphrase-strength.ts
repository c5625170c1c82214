/** How hard a passphrase is to guess. `score` is zxcvbn's, 0 (at once) to 4 (very hard). */
export type PassphraseJudgement = {
  readonly score: number;
  readonly acceptable: boolean;
  readonly warning: string;
  readonly suggestions: readonly string[];
};

/** The least that a real vault takes: guessing costs more than 10^8 tries, and the words are not few. */
export const acceptableScore = 3;
export const acceptableCharacters = 10;

/**
 * Judges a passphrase. `ownWords` are words that a thief would try first: the therapist's and the clinic's name.
 * The dictionaries are loaded when this is first asked for; they are large.
 */
export async function judgePassphrase(passphrase: string, ownWords: readonly string[]): Promise<PassphraseJudgement> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const judge = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
  const { score, feedback } = judge.check(passphrase, [...ownWords, 'vigil', 'ketamine']);
  const characters = [...passphrase].length;
  const tooShort = characters < acceptableCharacters;
  return {
    score,
    acceptable: score >= acceptableScore && !tooShort,
    warning: feedback.warning ?? '',
    suggestions: tooShort
      ? [`Use at least ${acceptableCharacters} characters.`, ...feedback.suggestions]
      : feedback.suggestions,
  };
}
