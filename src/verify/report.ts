import type { Findings } from './findings.ts';

/** What a verification has found, for a person: counts, and the ids of what is wrong. */
export function reportOf({
  keys,
  versions,
  canaries,
  accessKeys,
  withoutMaterial,
  problems,
  problemCount,
}: Findings): string {
  const counts = `${keys} keys, ${versions} versions opened, ${canaries} canaries, ${accessKeys} access keys, ${withoutMaterial} without material`;
  if (problemCount === 0) return `${counts}; nothing wrong`;
  const lines = problems.map(({ of, id, what }) => `${of} ${id}: ${what}`);
  const more = problemCount - problems.length;
  return [
    `${counts}; ${problemCount} wrong:`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}
