import { toSecond } from '#domain/time.ts';

/** A value of a table; absent values are shown as `-`. */
export type Cell = string | number | Date | null | undefined;

function textOf(cell: Cell): string {
  if (cell instanceof Date) return toSecond(cell);
  return String(cell ?? '') || '-';
}

/**
 * Aligns rows under their headings, two spaces apart. Counts characters: those that a terminal shows wider than one
 * column move the rest of their line.
 */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  const lines = [headings, ...rows.map((row) => row.map(textOf))];
  const widths = headings.map((_heading, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Aligns labels and their values, one pair on each line. */
export function formatPairs(pairs: Readonly<Record<string, Cell>>): string {
  const width = Math.max(...Object.keys(pairs).map((label) => label.length));
  return Object.entries(pairs)
    .map(([label, cell]) => `${label.padEnd(width)}  ${textOf(cell)}`)
    .join('\n');
}
