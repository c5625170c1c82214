import type * as z from 'zod';
import type { Outcome } from '../../shared/problem.ts';
import type { VaultAnswer, VaultCall } from './messages.ts';
import { vaultProblems } from './problems.ts';

/** What answers one call: arguments of any shape, and the question's number, under which a long call tells how far it is. */
export type CallAnswer<Call extends VaultCall> = (args: unknown, id: number) => Promise<Outcome<VaultAnswer<Call>>>;

/** What answers every call of the vault's process. */
export type VaultAnswers = { readonly [Call in VaultCall]: CallAnswer<Call> };

/** An answer whose arguments are parsed first; what does not fit is refused and reaches nothing. */
export function parsed<Schema extends z.ZodType, Value>(
  schema: Schema,
  work: (args: z.infer<Schema>, id: number) => Promise<Outcome<Value>>,
): (args: unknown, id: number) => Promise<Outcome<Value>> {
  return async (args, id) => {
    const known = schema.safeParse(args);
    return known.success ? work(known.data, id) : { ok: false, problem: vaultProblems.wrongArguments };
  };
}
