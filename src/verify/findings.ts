/** Something that a backup cannot be relied on for. */
export interface Problem {
  readonly of: 'key' | 'access key';
  readonly id: string;
  readonly what: string;
}

export const NOTHING_COUNTED = {
  keys: 0,
  versions: 0,
  canaries: 0,
  accessKeys: 0,
  withoutMaterial: 0,
};
export type Counts = typeof NOTHING_COUNTED;

/** What one row adds to the findings. */
export interface CheckResult {
  readonly rowId: string;
  readonly counts?: Partial<Counts>;
  readonly problem?: Problem;
}

/** What was opened, and what was not. Names ids, never what they hold. */
export interface Findings extends Readonly<Counts> {
  /** The first of them; a wrong root key would give a million. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

const MAX_LISTED_PROBLEMS = 20;

export const NO_FINDINGS: Findings = { ...NOTHING_COUNTED, problems: [], problemCount: 0 };

export function addCheckResult(findings: Findings, { counts = {}, problem }: CheckResult): Findings {
  const sums = Object.fromEntries(
    Object.keys(NOTHING_COUNTED).map((name) => [
      name,
      findings[name as keyof Counts] + (counts[name as keyof Counts] ?? 0),
    ]),
  ) as Counts;
  if (!problem) return { ...findings, ...sums };
  const { problems, problemCount } = findings;
  return {
    ...sums,
    problems: problemCount < MAX_LISTED_PROBLEMS ? [...problems, problem] : problems,
    problemCount: problemCount + 1,
  };
}
