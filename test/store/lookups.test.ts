import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';

describe('Lookups', () => {
  it('find their rows beside a lookup of what no database can hold', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { accountId } = account;
    const { keyId: id } = await caller('rpc', kms, account).createKey();
    const { key, keyOfAlias, identityEpoch } = kms.store.lookups;
    const found = await Promise.all([
      key(id),
      key('\0'),
      keyOfAlias(accountId, 'alias/\0'),
      identityEpoch(accountId),
    ]);
    expect(found).toEqual([expect.objectContaining({ id }), null, null, expect.any(Number)]);
  });
});
