// What the build commands tell a person, and how they end when they cannot go on.

/** A sentence and a remedy for the person at the terminal; everything else that is thrown is a defect. */
export class BuildProblem extends Error {
  /**
   * @param {string} sentence what is wrong
   * @param {readonly string[]} remedies what to do, a line each
   */
  constructor(sentence, remedies) {
    super([sentence, ...remedies.map((remedy) => `  ${remedy}`)].join('\n'));
    this.name = 'BuildProblem';
  }
}

/**
 * Says one line on stderr. Standard output belongs to the command that was asked for.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command's body and ends the process with its exit code. A BuildProblem is printed without a stack and gives 1.
 * @param {() => Promise<number>} body
 */
export async function runCommand(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof BuildProblem)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
