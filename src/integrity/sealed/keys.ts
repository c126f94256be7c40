import type { Tag } from '#domain/tags.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { updateRow } from '#store/commit/write-set.ts';
import type { Reader } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import {
  areTagsAuthentic,
  type GovernedKey,
  isPolicyAuthentic,
  type KeyMacs,
  macsOfKey,
} from '../key-macs.ts';
import { INVALID_MAC } from '../row-mac.ts';
import { idsOf, PAGE_ROWS, type RowQuery, sealedTable } from './sealed-table.ts';

/** A key, as far as its two MACs cover it. */
interface SealedKey {
  readonly key: GovernedKey;
  readonly tags: readonly Tag[];
  /** Both MACs: whatever changes the key policy or the tags changes one of them. */
  readonly row: { readonly mac: Uint8Array };
}

/** The columns to read. Others, such as the description, can be long. */
const COLUMNS = {
  id: true,
  accountId: true,
  spec: true,
  policy: true,
  policyMac: true,
  tagsMac: true,
  macRootKeyId: true,
  tags: { select: { tagKey: true, tagValue: true } },
} as const;

async function find(db: Reader, query: RowQuery): Promise<SealedKey[]> {
  const under = 'under' in query ? { macRootKeyId: query.under } : {};
  const page = { where: { ...idsOf(query), ...under }, take: PAGE_ROWS, select: COLUMNS };
  const keys = await db.key.findMany({ ...page, orderBy: { id: 'asc' } });
  return keys.map(({ tags, ...key }) => {
    const macs = [key.policyMac, key.tagsMac].map((mac) => mac ?? new Uint8Array());
    return { key, tags, row: { mac: Buffer.concat(macs) } };
  });
}

/** Key policies and tags: one of them can be intact, and the other altered. */
export const sealedKeys = sealedTable<SealedKey>({
  kind: 'key',
  count: (db, under) => db.key.count({ where: under === undefined ? {} : { macRootKeyId: under } }),
  find,
  idOf: ({ key }) => key.id,
  isIntact: (keyring, { key, tags }) =>
    isPolicyAuthentic(keyring, key) && areTagsAuthentic(keyring, key, tags),
  faultOf(keyring, { key, tags }) {
    if (isPolicyAuthentic(keyring, key)) return 'its tags were altered outside Keywright';
    return areTagsAuthentic(keyring, key, tags)
      ? 'its row or key policy was altered outside Keywright'
      : 'its row, or its key policy and tags, were altered outside Keywright';
  },
  renew(keyring, { key, tags }) {
    const { id, policyMac, tagsMac, macRootKeyId } = key;
    const expected = { policyMac, tagsMac, macRootKeyId };
    return updateRow(TABLES.key, { id }, renewed(keyring, key, tags), expected);
  },
});

function renewed(keyring: Keyring, key: GovernedKey, tags: readonly Tag[]): KeyMacs {
  const macs = macsOfKey(keyring, key, tags);
  return {
    ...macs,
    policyMac: isPolicyAuthentic(keyring, key) ? macs.policyMac : INVALID_MAC,
    tagsMac: areTagsAuthentic(keyring, key, tags) ? macs.tagsMac : INVALID_MAC,
  };
}
