import type { Cell, Step } from './lane.ts';
import { readShape } from './shapes.ts';

/** Adds up the counts of a batch, so that each row is written once. Rows in one order everywhere, so that two replicas do not deadlock. */
export function sumCounts(counts: readonly Step[]): Step[] {
  const sums = new Map<string, { readonly shape: string; readonly values: Cell[] }>();
  for (const [shape, values] of counts) {
    const { unique, add, latest } = positionsOf(shape);
    const id = `${shape} ${unique.map((at) => values[at]).join(' ')}`;
    const sum = sums.get(id);
    if (!sum) {
      sums.set(id, { shape, values: [...values] });
      continue;
    }
    for (const at of add) sum.values[at] = Number(sum.values[at]) + Number(values[at]);
    for (const at of latest)
      if (String(values[at]) > String(sum.values[at])) sum.values[at] = values[at] ?? null;
  }
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { shape, values }]): Step => [shape, values]);
}

interface Positions {
  readonly unique: readonly number[];
  readonly add: readonly number[];
  readonly latest: readonly number[];
}

const KNOWN = new Map<string, Positions>();

/** The positions of the columns in a row. */
function positionsOf(shape: string): Positions {
  const known = KNOWN.get(shape);
  if (known) return known;
  const { table, lists } = readShape(shape);
  const columns = Object.keys(table.columns);
  const [unique = [], add = [], latest = []] = lists.map((list) =>
    list.map((column) => columns.indexOf(column)),
  );
  const positions = { unique, add, latest };
  KNOWN.set(shape, positions);
  return positions;
}
