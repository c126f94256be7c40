import type { Findings, Problem } from './findings.ts';

/** The result of a verification as text for an operator: the counts in one line, and a line for each problem. */
export function formatFindings(findings: Findings): string {
  const { keys, versions, canaries, accessKeys, users, roles, policies, withoutMaterial } =
    findings;
  const counts = `${keys} keys, ${versions} versions opened, ${canaries} canaries, ${accessKeys} access keys, ${users} users, ${roles} roles, ${policies} policies, ${withoutMaterial} keys without material`;
  const { problems, problemCount } = findings;
  if (problemCount === 0) return `${counts}; no problems`;
  const more = problemCount - problems.length;
  return [
    `${counts}; ${problemCount} ${problemCount === 1 ? 'problem' : 'problems'}:`,
    ...problems.map(formatProblem),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}

const formatProblem = ({ of, id, name, what }: Problem): string =>
  `${of} ${name ? `${name} (${id})` : id}: ${what}`;

/** What an operator does about the altered rows that a rotation of the root key has found; undefined if there are none. */
export function adviceOnAltered({ alteredCount }: Findings): string | undefined {
  if (alteredCount === 0) return undefined;
  const rows = alteredCount === 1 ? '1 row was' : `${alteredCount} rows were`;
  return `${rows} altered outside Keywright. What they belong to is denied, as it was before the rotation. Find out who can write to the database. Then delete these rows and make them again, or restore a backup from before the change.`;
}
