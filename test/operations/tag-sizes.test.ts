import { describe, expect, it } from 'vitest';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

const HUGE = 'v'.repeat(500_000);

describe.each(SURFACES)('Tags by %s', (surface) => {
  it('that are huge, or very many, leave no audit row of their size', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const as = caller(surface, kms, account);
    const { keyId } = await as.createKey();
    // By RPC in a form: a query has no room for them.
    const tag = (key: string, value: string) =>
      surface === 'graphql'
        ? refusalOf(as.tagKeys([keyId], [[key, value]]))
        : callV1(
            kms,
            account,
            'TagResources',
            {
              RegionId: 'x',
              ResourceType: 'key',
              'ResourceId.1': keyId,
              'Tag.1.Key': key,
              'Tag.1.Value': value,
            },
            { placement: 'form' },
          ).then(({ json }) => json.Code);
    expect(await tag('k', HUGE)).toBe('InvalidParameter');
    expect(await tag(HUGE, '')).toBe('InvalidParameter');
    expect(
      await refusalOf(
        as.tagKeys(
          [keyId],
          Array.from({ length: 900 }, (_, index) => [`k${index}`, '']),
        ),
      ),
    ).toBe('InvalidParameter');
    if (surface === 'graphql')
      expect(await refusalOf(as.createKey({ tags: [['k', HUGE]] }))).toBe('InvalidParameter');
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId },
    });
    for (const { details } of events) expect(details.length).toBeLessThan(50_000);
    expect(events.map(({ outcome }) => outcome)).toEqual(['Done']);
  });
});

describe('Tags as JSON', () => {
  it('may be the longest there are with every letter escaped, as Python writes them', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { keyId } = await caller('rpc', kms, account).createKey();
    const longest = '\\ud801\\udc00'.repeat(126);
    const tags = Array.from(
      { length: 20 },
      (_, index) => `{"TagKey":"${longest}${index + 10}","TagValue":"${longest}"}`,
    );
    const { status } = await callV1(
      kms,
      account,
      'TagResource',
      { KeyId: keyId, Tags: `[${tags.join(',')}]` },
      { placement: 'form' },
    );
    expect(status).toBe(200);
  });
});
