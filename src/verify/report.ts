import type { Findings } from './findings.ts';

/** The result of a verification as text for an operator: the counts in one line, and a line for each problem. */
export function formatFindings({
  keys,
  versions,
  canaries,
  accessKeys,
  withoutMaterial,
  problems,
  problemCount,
}: Findings): string {
  const counts = `${keys} keys, ${versions} versions opened, ${canaries} canaries, ${accessKeys} access keys, ${withoutMaterial} without material`;
  if (problemCount === 0) return `${counts}; no problems`;
  const lines = problems.map(({ of, id, what }) => `${of} ${id}: ${what}`);
  const more = problemCount - problems.length;
  return [
    `${counts}; ${problemCount} ${problemCount === 1 ? 'problem' : 'problems'}:`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}
