import type { Problem } from '../../shared/problem.ts';

/** Thrown inside a family's exchange when it cannot go on; the family turns it into its outcome. */
export class ExchangeEnded extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ExchangeEnded';
    this.problem = problem;
  }
}
