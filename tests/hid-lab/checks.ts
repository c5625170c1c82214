/** One thing that the lab looked at; no fault means that it passed. */
export type Check = { readonly name: string; readonly faults: readonly string[] };

const mark = 'check ';

/** A check as a line on the machine's console. */
export const lineOfCheck = (check: Check): string => `${mark}${JSON.stringify(check)}`;

/** The checks in what the machine printed. */
export function checksIn(printed: string): readonly Check[] {
  return printed
    .split('\n')
    .filter((line) => line.startsWith(mark))
    .map((line) => JSON.parse(line.slice(mark.length)) as Check);
}

/** A fault where something is not so. */
export const expectThat = (holds: boolean, fault: string): readonly string[] => (holds ? [] : [fault]);

/** A fault where two things, as JSON, differ. */
export function expectSame(what: string, found: unknown, wanted: unknown): readonly string[] {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  return expectThat(is === should, `${what}: ${is} instead of ${should}`);
}
