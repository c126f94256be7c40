import { describe, expect, it } from 'vitest';
import { type Caller, caller, refusalOf, SURFACES, type Surface } from '../support/caller.ts';
import { beforeNextCommit } from '../support/interleave.ts';
import { sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

/** Two keys, each with a tag and an alias. */
async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller(surface, kms, account);
  const { keyId } = await as.createKey({ tags: [['team', 'payroll']] });
  const { keyId: other } = await as.createKey({ tags: [['team', 'payroll']] });
  await as.act('CreateAlias', { keyId, aliasName: 'alias/own' });
  await as.act('CreateAlias', { keyId: other, aliasName: 'alias/other' });
  const names = async () => ({
    aliases: (await as.listAliases()).map(({ aliasName, keyId: id }) => [aliasName, id]),
    tags: [await as.tagsOf(keyId), await as.tagsOf(other)],
  });
  const outcomes = async (operation: string) =>
    (
      await kms.store.db.auditEvent.findMany({ where: { accountId: account.accountId, operation } })
    ).map(({ outcome }) => outcome);
  return { kms, account, as, keyId, other, names, outcomes };
}

type Act = (as: Caller, keyId: string, other: string) => Promise<unknown>;
const OPERATIONS: readonly [operation: string, act: Act, code: string][] = [
  [
    'TagResources',
    (as, keyId, other) => as.tagKeys([other, keyId], [['cost', '7']]),
    'Rejected.PendingDeletion',
  ],
  [
    'UntagResources',
    (as, keyId, other) => as.untagKeys([other, keyId], ['team']),
    'Rejected.PendingDeletion',
  ],
  [
    'UntagResources',
    (as, keyId, other) => as.untagKeys([other, keyId], 'all'),
    'Rejected.PendingDeletion',
  ],
  [
    'CreateAlias',
    (as, keyId) => as.act('CreateAlias', { keyId, aliasName: 'alias/new' }),
    'Rejected.StateModifiedFailed',
  ],
  [
    'UpdateAlias',
    (as, keyId) => as.act('UpdateAlias', { keyId, aliasName: 'alias/other' }),
    'Rejected.PendingDeletion',
  ],
];

describe.each(SURFACES)(
  'A key whose deletion is scheduled between the read and the commit of a request by %s',
  (surface) => {
    it.each(OPERATIONS)('is left as it is by %s', async (operation, act, code) => {
      const { kms, as, keyId, other, names, outcomes } = await setUp(surface);
      const before = await names();
      const doneBefore = await outcomes(operation);
      beforeNextCommit(kms.services, () => as.act('ScheduleKeyDeletion', { keyId }));
      expect(await refusalOf(act(as, keyId, other))).toBe(code);
      expect(await names()).toEqual(before);
      expect(await outcomes(operation)).toEqual([...doneBefore, code]);
    });
  },
);

describe('A key whose deletion is scheduled between the read and the commit of a request', () => {
  it.each([
    ['TagResource', { Tags: '[{"TagKey":"cost","TagValue":"7"}]' }],
    ['UntagResource', { TagKeys: '["team"]' }],
  ])('is left as it is by %s', async (action, input) => {
    const { kms, account, as, keyId, names } = await setUp('rpc');
    const before = await names();
    beforeNextCommit(kms.services, () => as.act('ScheduleKeyDeletion', { keyId }));
    expect((await callV1(kms, account, action, { KeyId: keyId, ...input })).json.Code).toBe(
      'Rejected.PendingDeletion',
    );
    expect(await names()).toEqual(before);
  });
});
