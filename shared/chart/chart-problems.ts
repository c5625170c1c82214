import type { Problem } from '../problem.ts';
import type { ChartFailure } from './chart-entry.ts';

const again = 'It is tried again by itself.';
const thenSend = 'Then send it again: what has arrived stays as it is.';

const words: Readonly<Record<ChartFailure, Omit<Problem, 'code'>>> = {
  unreachable: {
    sentence: 'The chart’s server could not be reached.',
    remedy: `Look whether this machine has a network and whether the address is right. ${again}`,
  },
  'no-answer': {
    sentence: 'The chart’s server did not answer to the end. The record may have arrived.',
    remedy: `Nothing is needed: ${again.toLowerCase()} A record that has arrived is not taken twice.`,
  },
  busy: { sentence: 'The chart’s server has too much to do.', remedy: again },
  'server-failed': {
    sentence: 'The chart’s server failed.',
    remedy: `${again} Where that goes on, ask whoever runs it.`,
  },
  certificate: {
    sentence: 'The chart’s server could not prove that it is the one of this address.',
    remedy: `Nothing was sent. Ask whoever runs it about its certificate. ${thenSend}`,
  },
  moved: {
    sentence: 'The chart’s server points to another address.',
    remedy: `Nothing was sent there. Where that address is right, set it under Chart. ${thenSend}`,
  },
  'not-let-in': {
    sentence: 'The chart’s server did not accept who we said we are.',
    remedy: `Set the token or the client’s secret anew under Chart and test the connection. ${thenSend}`,
  },
  forbidden: {
    sentence: 'The chart’s server knows us, and does not let us write.',
    remedy: `Ask whoever runs it for the right to write transactions. ${thenSend}`,
  },
  'not-there': {
    sentence: 'At this address is no FHIR server that takes transactions.',
    remedy: `Set its base address under Chart and test the connection. ${thenSend}`,
  },
  refused: {
    sentence: 'The chart’s server read the record and refused it.',
    remedy: `Read what it said, and ask whoever runs it. ${thenSend}`,
  },
  ambiguous: {
    sentence: 'The chart’s server has something of this record more than once.',
    remedy: `Ask whoever runs it to clear that up. ${thenSend}`,
  },
  'not-fhir': {
    sentence: 'What answered is no FHIR server.',
    remedy: `A network that asks to sign in first answers like this. Test the connection under Chart. ${thenSend}`,
  },
  'not-all-taken': {
    sentence: 'The chart’s server did not take all of the record.',
    remedy: `Read what it said, and ask whoever runs it. ${thenSend}`,
  },
  'answer-too-long': {
    sentence: 'The chart’s server answered with more than an answer can be.',
    remedy: `Test the connection under Chart. ${thenSend}`,
  },
  'other-server': {
    sentence: 'The chart’s server was changed after this was to be sent.',
    remedy: 'Nothing was sent. Send it again, to the server that is set now.',
  },
  'not-readable': {
    sentence: 'The signed record could not be read.',
    remedy: 'Check the vault, then send it again.',
  },
  'not-printed': {
    sentence: 'The page that goes with the record could not be made.',
    remedy: again,
  },
};

/** What is wrong, and what to do. `status`: what the server answered by HTTP; null where it did not. */
export function chartProblem(failure: ChartFailure, status: number | null): Problem {
  const { sentence, remedy } = words[failure];
  return { code: `chart-${failure}`, sentence: status === null ? sentence : `${sentence} (${status})`, remedy };
}
