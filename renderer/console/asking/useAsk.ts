import { useRef, useState } from 'react';
import type { Outcome, Problem } from '../../../shared/problem.ts';
import type { TherapistCommand } from '../../../shared/session/command.ts';
import type { Press } from '../../design/press.ts';
import { useCommand } from '../store.ts';

/** Asks for commands from one form and keeps the refusal beside it. */
export type Asking = {
  /** Why the last command was refused; null when it was accepted or none was asked. */
  readonly problem: Problem | null;
  /** A command is on its way; another press is passed over until it is answered. */
  readonly busy: boolean;
  /** Resolves to whether the command was accepted; `done` is called once it was. */
  readonly ask: (command: TherapistCommand, touch?: Press, done?: () => void) => Promise<boolean>;
};

/** One form's own line to the conductor; each form shows its own problem. */
export function useAsk(): Asking {
  const command = useCommand();
  const { problem, busy, run } = useRun();
  const ask: Asking['ask'] = async (asked, touch, done) => {
    const accepted = await run(async () => {
      const refusal = await command(asked, touch);
      return { problem: refusal, answer: refusal === null };
    }, false);
    if (accepted) done?.();
    return accepted;
  };
  return { problem, busy, ask };
}

/** One form's own line to the other calls of the bridge. */
export type Calling = {
  readonly problem: Problem | null;
  readonly busy: boolean;
  /** Waits for the call, keeps its problem, and hands its outcome on. */
  readonly call: <Value>(answer: Promise<Outcome<Value>>) => Promise<Outcome<Value>>;
};

/** Like `useAsk`, for calls that are not commands: signing, exporting, music. */
export function useCall(): Calling {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const call: Calling['call'] = async (answer) => {
    setBusy(true);
    try {
      const outcome = await answer;
      setProblem(outcome.ok ? null : outcome.problem);
      return outcome;
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, call };
}

/** Runs one request at a time; what is asked meanwhile is answered with `passedOver`. */
function useRun() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const run = async <Answer>(
    request: () => Promise<{ readonly problem: Problem | null; readonly answer: Answer }>,
    passedOver: Answer,
  ): Promise<Answer> => {
    if (underWay.current) return passedOver;
    underWay.current = true;
    setBusy(true);
    try {
      const result = await request();
      setProblem(result.problem);
      return result.answer;
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };
  return { problem, busy, run };
}
