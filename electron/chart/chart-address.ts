import type { Outcome, Problem } from '../../shared/problem.ts';

const notAnAddress: Problem = {
  code: 'chart-address-invalid',
  sentence: 'This is no address of a server.',
  remedy:
    'Write it with https:// and without a question mark, a name or a password in it, like https://chart.example/fhir.',
};
const notSafe: Problem = {
  code: 'chart-address-not-safe',
  sentence: 'To this address records would travel in clear.',
  remedy: 'Write it with https://. Without it, only a server on this very machine is spoken to.',
};

/**
 * An address as it is kept and spoken to: https, or http for this very machine; no name, password, question or fragment; no
 * slash at its end.
 */
export function chartAddress(typed: string): Outcome<string> {
  const text = typed.trim();
  if (!URL.canParse(text)) return { ok: false, problem: notAnAddress };
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || (url.protocol !== 'https:' && url.protocol !== 'http:')) return { ok: false, problem: notAnAddress };
  if (url.protocol === 'http:' && !isThisMachine(text)) return { ok: false, problem: notSafe };
  return { ok: true, value: url.href.replace(/\/+$/, '') };
}

/** Whether an address is one of this very machine, which needs no network. */
export function isThisMachine(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
