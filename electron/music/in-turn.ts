/** Gives a queue: what is put into it begins when what was put in before has ended, well or not. */
export function inTurn(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // How it ended is told to whoever put it in.
    last = Promise.allSettled([mine]);
    return mine;
  };
}
