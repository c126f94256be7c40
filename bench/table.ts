/** A column. Texts are aligned to the left, figures to the right. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'left';
}

/** Prints rows as they are measured, under one heading. */
export function printTable(columns: readonly Column[]): (cells: readonly string[]) => void {
  const print = (cells: readonly string[]) =>
    console.log(
      columns
        .map(({ width, align }, at) =>
          align === 'left' ? (cells[at] ?? '').padEnd(width) : (cells[at] ?? '').padStart(width),
        )
        .join('  ')
        .trimEnd(),
    );
  print(columns.map(({ title }) => title));
  return print;
}

/** A number with the given decimals, or a dash if it is not known here. */
export const figure = (value: number | undefined, decimals = 2): string =>
  value !== undefined && Number.isFinite(value) ? value.toFixed(decimals) : '—';

/** A part as a percentage. */
export const percent = (part: number): string => `${figure(part * 100, 0)}%`;
