/** Where something stands in the text of a policy. */
export interface Position {
  /** The text of the whole policy. */
  readonly source: string;
  /** The offset in the text, in UTF-16 units. */
  readonly offset: number;
  /** The path of members, such as `Statement[1].Condition.StringEquals`. Lists count from 0. Empty for the document. */
  readonly place: string;
}

/** A policy is invalid. The message names the place; it contains names of members from the policy, but no values. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  /** The path of members, such as `Statement[1].Condition.StringEquals`. Empty for the whole document. */
  readonly place: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** What is wrong, in one sentence. */
  readonly problem: string;
  /** What to do, in one sentence. */
  readonly advice: string;

  constructor({ source, offset, place }: Position, problem: string, advice: string) {
    const before = source.slice(0, offset).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`${place || 'Policy'} (line ${line}, column ${column}): ${problem} ${advice}`);
    this.place = place;
    this.line = line;
    this.column = column;
    this.problem = problem;
    this.advice = advice;
  }
}
