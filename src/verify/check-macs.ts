import type { SealedRow, SealedTable } from '#integrity/sealed/sealed-table.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { Reader } from '#store/store.ts';
import type { Check } from './check.ts';
import type { Counts } from './findings.ts';

/** What is counted of these tables. Keys and access keys are counted where their secrets are opened. */
const COUNTED: Partial<Record<SealedTable['kind'], keyof Counts>> = {
  user: 'users',
  role: 'roles',
  policy: 'policies',
};

/** Checks the MACs of a table. */
export const checkMacs = (
  db: Reader,
  keyring: Keyring,
  { kind, count, read }: SealedTable,
): Check<SealedRow> => ({
  count: () => count(db),
  read: (ids) => read(db, keyring, ids),
  async check(rows) {
    const counted = COUNTED[kind];
    return rows.map(({ id, name, isIntact, fault }) => ({
      rowId: id,
      ...(counted && { counts: { [counted]: 1 } }),
      ...(!isIntact && { problem: { of: kind, id, name, what: fault, altered: true } }),
    }));
  },
});
