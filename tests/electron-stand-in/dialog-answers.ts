/** How long a dialog waits for the driver's answer. */
const PATIENCE_MS = 10_000;

/** What a driver answers: the chosen paths (none means cancelled) or the number of the pressed button. */
export type DialogAnswers = { open: string[]; save: string[]; message: number };

type Waiting<Answer> = { answers: Answer[]; takers: ((answer: Answer) => void)[] };

const queues: { [Kind in keyof DialogAnswers]: Waiting<DialogAnswers[Kind]> } = {
  open: { answers: [], takers: [] },
  save: { answers: [], takers: [] },
  message: { answers: [], takers: [] },
};

/** Adds the answer to the next dialog of a kind. */
export function giveAnswer<Kind extends keyof DialogAnswers>(kind: Kind, answer: DialogAnswers[Kind]): void {
  const queue = queues[kind];
  const taker = queue.takers.shift();
  if (taker === undefined) queue.answers.push(answer);
  else taker(answer);
}

/** The driver's next answer. Throws where none comes within ten seconds: nobody expected this dialog. */
export async function takeAnswer<Kind extends keyof DialogAnswers>(
  kind: Kind,
  api: string,
): Promise<DialogAnswers[Kind]> {
  const queue = queues[kind];
  const given = queue.answers.shift();
  if (given !== undefined) return given;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      queue.takers = queue.takers.filter((held) => held !== taker);
      reject(new Error(`The driver gave no answer for ${api}`));
    }, PATIENCE_MS);
    const taker = (answer: DialogAnswers[Kind]): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    queue.takers.push(taker);
  });
}
