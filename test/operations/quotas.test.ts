import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SDKS } from '../clients/sdks.ts';
import { caller, outcomeOf, refusalOf, SURFACES } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { addUser, allowing } from '../support/identities.ts';
import { type Credential, sharedKms } from '../support/kms.ts';
import { type QuotaKms, startWithQuotas } from '../support/quotas.ts';
import { callV1 } from '../support/rpc-client.ts';

const THROTTLED = 'Rejected.Throttling';

let quotas: QuotaKms;
let account: Credential;
beforeAll(async () => {
  quotas = await startWithQuotas('create-key=2,reads=1,tag-lists=1,changes=1');
});
beforeEach(async () => {
  account = await quotas.kms.addAccount();
  quotas.stop();
});
afterAll(() => quotas[Symbol.asyncDispose]());

describe.each(SURFACES)('A quota, by %s', (surface) => {
  const as = (who = account) => caller(surface, quotas.kms, who);

  it('allows so many requests in a second, and again in the next', async () => {
    await as().createKey();
    quotas.advance(999);
    await as().createKey();
    expect(await refusalOf(as().createKey())).toBe(THROTTLED);
    quotas.advance(1);
    expect(await outcomeOf(as().createKey())).toBe('ok');
  });

  it('is that of the account: its users share it, and other accounts do not', async () => {
    const other = await quotas.kms.addAccount();
    const user = await addUser(quotas.kms, account.accountId, allowing('*'));
    await as().createKey();
    await as(user).createKey();
    expect(await refusalOf(as(user).createKey())).toBe(THROTTLED);
    expect(await refusalOf(as().createKey())).toBe(THROTTLED);
    expect(await outcomeOf(as(other).createKey())).toBe('ok');
  });

  it('gives the last place to one of many requests at the same time', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => outcomeOf(as().createKey())),
    );
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === THROTTLED)).toHaveLength(18);
    expect(await quotas.kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(
      2,
    );
  });

  it('counts what is denied, and not what cannot be parsed', async () => {
    const user = await addUser(quotas.kms, account.accountId, []);
    expect(await refusalOf(as().createKey({ keySpec: 'x' }))).not.toBe(THROTTLED);
    expect(await refusalOf(as(user).createKey())).toBe('Forbidden.NoPermission');
    expect(await refusalOf(as(user).createKey())).toBe('Forbidden.NoPermission');
    expect(await refusalOf(as(user).createKey())).toBe(THROTTLED);
  });

  it('writes nothing for a throttled request, and counts it in the metrics', async () => {
    const { db } = quotas.kms.store;
    const throttled = async () => {
      const { text } = await metrics();
      const line = text
        .split('\n')
        .find((one) =>
          one.startsWith(
            `keywright_operations_total{surface="${surface}",operation="CreateKey",code="${THROTTLED}"}`,
          ),
        );
      return Number(line?.split(' ').at(-1) ?? 0);
    };
    await as().createKey();
    await as().createKey();
    const before = await throttled();
    expect(await refusalOf(as().createKey())).toBe(THROTTLED);
    expect(await throttled()).toBe(before + 1);
    const { accountId } = account;
    expect(await db.auditEvent.count({ where: { accountId } })).toBe(2);
  });

  it('is off by default', async () => {
    const kms = await sharedKms();
    const other = caller(surface, kms, await kms.addAccount());
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => outcomeOf(other.listKeyIds())),
    );
    expect(new Set(outcomes)).toEqual(new Set(['ok']));
  });
});

const metrics = async () => ({ text: await (await fetch(`${quotas.kms.url}/metrics`)).text() });

describe('A throttled request, by rpc', () => {
  it.each(['JSON', 'XML'])(
    'says in %s what was exceeded, and when to try again',
    async (Format) => {
      const list = () => callV1(quotas.kms, account, 'ListKeys', {}, { params: { Format } });
      await list();
      quotas.advance(300);
      const { status, headers, text } = await list();
      expect(status).toBe(429);
      expect(headers['x-acs-retry-after']).toBe('700');
      expect(text).toContain(THROTTLED);
      expect(text).toContain('QPS Limit Exceeded.');
      expect(text).toContain('1 requests a second to operations of the pool reads');
    },
  );

  it.each(SDKS)('has its code in $name', async (sdk) => {
    await sdk.call(quotas.kms, account, 'ListKeys', {});
    const error = await sdk.call(quotas.kms, account, 'ListKeys', {}).catch((cause) => cause);
    expect(sdk.codeOf(error)).toBe(THROTTLED);
    if (sdk.name.includes('openapi-core'))
      expect(error).toMatchObject({ name: 'ThrottlingError', retryAfter: 1_000 });
  });
});

describe('A throttled request, by graphql', () => {
  const keys =
    '{ keys(first: 2) { edges { node { keyId aliases { edges { node { aliasName } } } tags { tagKey } } } } }';
  const post = (query: string) => postGraphql(quotas.kms, account, { query });

  it('has the code and the milliseconds in its extensions', async () => {
    await post(keys);
    quotas.advance(300);
    const { status, errors } = await post(keys);
    expect(status).toBe(200);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('QPS Limit Exceeded.'),
        extensions: { code: THROTTLED, retryAfter: 700 },
      },
    ]);
  });

  it('is counted once for each pool that it reads from, however much it reads', async () => {
    quotas.run();
    const as = caller('rpc', quotas.kms, account);
    for (let key = 0; key < 2; key += 1) {
      const { keyId } = await as.createKey({ tags: [['team', 'payroll']] });
      await as.act('CreateAlias', { keyId, aliasName: `alias/quota-${key}` });
    }
    quotas.stop();
    const { data, errors } = await post(keys);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).match(/payroll|team|quota/g)).toHaveLength(4);
    expect((await post('{ keys { totalCount } }')).errors).toMatchObject([
      { extensions: { code: THROTTLED } },
    ]);
  });

  it('does not count the schema', async () => {
    for (let time = 0; time < 3; time += 1)
      expect((await post('{ __schema { queryType { name } } errorCodes }')).errors).toBeUndefined();
  });

  it('does not stop the other mutations of its document', async () => {
    const { data, errors } = await post(
      'mutation { a: createKey { keyId } b: createKey { keyId } c: createKey { keyId } }',
    );
    expect(data).toMatchObject({ a: { keyId: expect.anything() }, b: {}, c: null });
    expect(errors).toMatchObject([{ path: ['c'], extensions: { code: THROTTLED } }]);
  });
});
