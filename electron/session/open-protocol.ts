import { readFileSync } from 'node:fs';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import { parseProtocol } from '../../shared/protocol/parse-protocol.ts';
import type { Protocol } from '../../shared/protocol/schema.ts';

/** The protocol in force and, where the clinic's own file was refused, why. */
export type OpenedProtocol = { readonly value: Protocol; readonly problem: Problem | null };

/**
 * The clinic's protocol file, where there is one; else the default protocol. A file that is refused leaves the default,
 * which is the strictest, in force, and is told.
 */
export function openProtocol(path: string): OpenedProtocol {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { value: defaultProtocol, problem: null };
    return { value: defaultProtocol, problem: unreadable };
  }
  const json = jsonOf(text);
  if (!json.ok) return { value: defaultProtocol, problem: json.problem };
  const parsed = parseProtocol(json.value);
  return parsed.ok ? { value: parsed.value, problem: null } : { value: defaultProtocol, problem: parsed.problem };
}

const unreadable: Problem = {
  code: 'protocol-unreadable',
  sentence: 'The protocol file cannot be read; the default protocol is in force.',
  remedy: 'Look at the file’s permissions, then start Vigil again.',
};

/** The file's JSON, or where it stops being JSON. */
function jsonOf(text: string): Outcome<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const place = /\(line \d+ column \d+\)/.exec(error.message)?.[0] ?? '(at its end)';
    return {
      ok: false,
      problem: {
        code: 'protocol-not-json',
        sentence: `The protocol file is not JSON ${place}; the default protocol is in force.`,
        remedy: 'Mend the file there, often a comma or a quotation mark, then start Vigil again.',
      },
    };
  }
}
