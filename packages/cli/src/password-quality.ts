// Whether a password is good enough. A vault allows ten guesses in a row, but whoever breaks its operator's machine can try as many
// as they pay for: what is refused here would fall to that soon.

import { MunimentError } from '@muniment/errors';

/** Fewer characters are refused. */
export const PASSWORD_MIN_CODE_POINTS = 8;
/**
 * A password that is guessed in fewer tries, as the estimator counts them, is refused. Any two of the commonest words count as
 * a hundred million.
 */
export const PASSWORD_MIN_GUESSES = 10_000_000_000;

/** Says why a password is refused; undefined for one that is good enough. */
export type PasswordJudge = (password: string) => string | undefined;

const WARNINGS: Readonly<Record<string, string>> = {
  straightRow: 'Rows of keys on the keyboard are easy to guess.',
  keyPattern: 'Short patterns on the keyboard are easy to guess.',
  simpleRepeat: 'Repeated characters are easy to guess.',
  extendedRepeat: 'Repeated groups of characters are easy to guess.',
  sequences: 'Sequences such as abc or 6543 are easy to guess.',
  recentYears: 'Recent years are easy to guess.',
  dates: 'Dates are easy to guess.',
  topTen: 'It is among the ten most used passwords.',
  topHundred: 'It is among the hundred most used passwords.',
  common: 'It is a commonly used password.',
  similarToCommon: 'It is like a commonly used password.',
  wordByItself: 'A single word is easy to guess.',
  namesByThemselves: 'A single name is easy to guess.',
  commonNames: 'Common names are easy to guess.',
  userInputs: 'It is made of the name of the account or of this device.',
};
const SUGGESTIONS: Readonly<Record<string, string>> = {
  l33t: 'Letters that are replaced in the usual way, such as @ for a, help little.',
  reverseWords: 'Words spelled backwards help little.',
  allUppercase: 'Capitals throughout help little.',
  capitalization: 'A capital at the beginning helps little.',
  dates: 'Avoid dates and years that have to do with you.',
  recentYears: 'Avoid recent years.',
  associatedYears: 'Avoid years that have to do with you.',
  sequences: 'Avoid sequences.',
  repeated: 'Avoid repetitions.',
  longerKeyboardPattern: 'Use longer patterns on the keyboard that change direction.',
  anotherWord: 'Add more words that are not common.',
  useWords: 'Use several words, but no common phrase.',
};

/**
 * Loads the estimator and its lists.
 * @param known words that an attacker tries first, such as the name of the account
 */
export async function loadPasswordJudge(known: readonly string[]): Promise<PasswordJudge> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (password) => {
    if ([...password.normalize('NFC')].length < PASSWORD_MIN_CODE_POINTS) {
      return `The password needs at least ${PASSWORD_MIN_CODE_POINTS} characters.`;
    }
    const { guesses, feedback } = estimator.check(password, [...known]);
    if (guesses >= PASSWORD_MIN_GUESSES) return undefined;
    const tries = Math.max(1, Math.round(guesses)).toLocaleString('en');
    const advice = [
      WARNINGS[feedback.warning ?? ''],
      ...feedback.suggestions.map((suggestion) => SUGGESTIONS[suggestion]),
    ].filter((text) => text !== undefined);
    if (advice.length === 0)
      advice.push('Make it longer: four words that have nothing to do with each other will do.');
    return [`The password would be guessed in about ${tries} tries.`, ...advice].join(' ');
  };
}

/** @throws ERR_PASSWORD_WEAK with the advice of the estimator */
export function assertStrong(password: string, judge: PasswordJudge): void {
  const problem = judge(password);
  if (problem !== undefined) throw new MunimentError('ERR_PASSWORD_WEAK', problem);
}
