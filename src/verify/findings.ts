import type { SealedKind } from '#integrity/sealed/sealed-table.ts';

/** A row that cannot be used. */
export interface Problem {
  readonly of: SealedKind;
  readonly id: string;
  /** For people, if it has one. */
  readonly name?: string | undefined;
  /** What is wrong with it, such as "its version … is missing". */
  readonly what: string;
  /**
   * Somebody has altered, added or removed rows that authenticate or authorize. What they belong to is denied; no
   * secret is lost.
   */
  readonly altered?: boolean;
}

/** How many rows were found, and how many values were opened and used (canaries). */
export const NO_COUNTS = {
  keys: 0,
  versions: 0,
  canaries: 0,
  accessKeys: 0,
  users: 0,
  roles: 0,
  policies: 0,
  withoutMaterial: 0,
};
/** `withoutMaterial` counts keys that have no key material now, such as one that waits for an import. */
export type Counts = typeof NO_COUNTS;

/** The result of checking one row. */
export interface CheckResult {
  readonly rowId: string;
  readonly counts?: Partial<Counts>;
  readonly problem?: Problem;
}

/** The result of a verification. It contains ids, never secrets. */
export interface Findings extends Readonly<Counts> {
  /** The first problems. With a wrong root key there could be a million. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  /** How many of them are rows that were altered. */
  readonly alteredCount: number;
}

const MAX_LISTED_PROBLEMS = 20;

/** The start of a verification, to which `addCheckResult` adds. */
export const NO_FINDINGS: Findings = {
  ...NO_COUNTS,
  problems: [],
  problemCount: 0,
  alteredCount: 0,
};

/** Adds the result of one row. */
export function addCheckResult(
  findings: Findings,
  { counts = {}, problem }: CheckResult,
): Findings {
  const sums = Object.fromEntries(
    Object.keys(NO_COUNTS).map((name) => [
      name,
      findings[name as keyof Counts] + (counts[name as keyof Counts] ?? 0),
    ]),
  ) as Counts;
  if (!problem) return { ...findings, ...sums };
  const { problems, problemCount, alteredCount } = findings;
  return {
    ...sums,
    problems: problemCount < MAX_LISTED_PROBLEMS ? [...problems, problem] : problems,
    problemCount: problemCount + 1,
    alteredCount: alteredCount + (problem.altered ? 1 : 0),
  };
}
