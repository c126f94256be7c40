import { expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';

const START = new Date('2026-12-31T23:00:00Z');

/** A server whose day a test sets. */
async function onDay() {
  let now = START;
  const setDay = (day: number) => {
    now = new Date(START.getTime() + day * 86_400_000);
  };
  const kms = await startKms({ clock: () => now });
  return { kms, account: await kms.addAccount(), setDay };
}

async function usesOf(kms: Kms, credential: Credential, keyId: string, args = '') {
  const { data, errors } = await postGraphql(kms, credential, {
    query: `{ key(keyId: "${keyId}") { usesByDay${args} { date uses } } }`,
  });
  const key = data?.key as { usesByDay: { date: string; uses: number }[] | null } | null;
  return { errors, key, uses: key?.usesByDay };
}

it('usesByDay has every day of the period, the oldest first, and today last', async () => {
  const { kms, account, setDay } = await onDay();
  await using _kms = kms;
  const as = caller('rpc', kms, account);
  const { keyId } = await as.createKey();
  const { keyId: other } = await as.createKey();
  const use = (id: string) => as.encrypt(id, Buffer.from('x'));
  await use(keyId);
  setDay(2);
  await use(keyId);
  await use(keyId);
  await use(other);
  expect((await usesOf(kms, account, keyId, '(days: 3)')).uses).toEqual([
    { date: '2026-12-31', uses: 1 },
    { date: '2027-01-01', uses: 0 },
    { date: '2027-01-02', uses: 2 },
  ]);
  expect((await usesOf(kms, account, keyId, '(days: 1)')).uses).toEqual([
    { date: '2027-01-02', uses: 2 },
  ]);
  setDay(89);
  const { uses = [] } = await usesOf(kms, account, keyId);
  expect(uses).toHaveLength(90);
  expect([uses?.[0], uses?.[2]]).toEqual([
    { date: '2026-12-31', uses: 1 },
    { date: '2027-01-02', uses: 2 },
  ]);
});

it.each([0, -1, 91])('usesByDay refuses %i days, and leaves the key', async (days) => {
  const { kms, account } = await onDay();
  await using _kms = kms;
  const { keyId } = await caller('rpc', kms, account).createKey();
  const { errors, key } = await usesOf(kms, account, keyId, `(days: ${days})`);
  expect(errors).toMatchObject([{ extensions: { code: 'InvalidParameter', field: 'days' } }]);
  expect(key).toEqual({ usesByDay: null });
});

it('usesByDay needs the permission to describe the key, which the caller may have lost', async () => {
  const { kms, account } = await onDay();
  await using _kms = kms;
  const { keyId } = await caller('rpc', kms, account).createKey();
  const maker = await kms.addAccount({
    accountId: account.accountId,
    allowedActions: ['kms:DisableKey'],
  });
  const { data, errors } = await postGraphql(kms, maker, {
    query: `mutation { disableKey(input: { keyId: "${keyId}" }) { keyState usesByDay { uses } } }`,
  });
  expect(data).toEqual({ disableKey: { keyState: 'Disabled', usesByDay: null } });
  expect(errors).toMatchObject([{ extensions: { code: 'Forbidden.NoPermission' } }]);
  const stranger = await usesOf(kms, await kms.addAccount(), keyId);
  expect(stranger).toMatchObject({
    key: null,
    errors: [{ extensions: { code: 'Forbidden.KeyNotFound' } }],
  });
});
