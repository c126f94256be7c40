import { countIn, requireRow, updateRow, type Write } from '#store/commit/write-set.ts';
import { type KeyRow, TABLES } from '#store/tables.ts';

/** A change of a key that has this revision. */
export const changeKey = (id: string, revision: number, to: Partial<KeyRow>): Write =>
  updateRow(TABLES.key, { id }, { ...to, revision: revision + 1 }, { revision });

/** A use of a key that was admitted in this state. */
export const useKey = (
  { id: keyId, accountId }: Pick<KeyRow, 'id' | 'accountId'>,
  state: KeyRow['state'],
  at: Date,
): Write[] => [
  requireRow(TABLES.key, { id: keyId }, { state }),
  countIn(
    TABLES.keyUse,
    { accountId, keyId, day: at.toISOString().slice(0, 10), uses: 1, lastUsedAt: at },
    ['keyId', 'day'],
    ['uses'],
    ['lastUsedAt'],
  ),
];
