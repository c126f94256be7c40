import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TABLES } from '#store/tables.ts';
import { type Caller, caller, outcomeOf, refusalOf, SURFACES } from '../support/caller.ts';
import { allowing, trusting } from '../support/identities.ts';
import { importMaterial } from '../support/imports.ts';
import { gatherCommits } from '../support/interleave.ts';
import { type Credential, type Kms, runJobs, startKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

const LIMIT = 3;
const EXCEEDED = 'Rejected.LimitExceeded';
const DAY = 86_400_000;
const ANY_USER = 'acs:ram::1234567890123456:root';
const policyDocument = JSON.stringify({ Version: '1', Statement: allowing('kms:List*') });

let kms: Kms;
let account: Credential;
let time = new Date('2026-11-24T12:00:00Z').getTime();
beforeAll(async () => {
  kms = await startKms({
    settings: {
      KEYWRIGHT_LIMITS: `keys=${LIMIT},aliases=${LIMIT},versions=5,users=2,roles=2,policies=2,tokens=2`,
    },
    clock: () => new Date(time),
    monotonic: () => time,
  });
});
beforeEach(async () => {
  account = await kms.addAccount();
});
afterAll(() => kms[Symbol.asyncDispose]());

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const inTurn = async <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let index = 0; index < count; index += 1) results.push(await work(index));
  return results;
};

describe.each(SURFACES)('The limit, by %s,', (surface) => {
  let as: Caller;
  beforeEach(() => {
    as = caller(surface, kms, account);
  });
  const external = () => as.createKey({ origin: 'EXTERNAL' });

  it('of keys is reached exactly, by keys in any state', async () => {
    const [first] = await inTurn(LIMIT, external);
    await as.act('ScheduleKeyDeletion', { keyId: first?.keyId, pendingWindowInDays: 7 });
    expect(await refusalOf(external())).toBe(EXCEEDED);
    expect(await outcomeOf(caller(surface, kms, await kms.addAccount()).createKey())).toBe('ok');
  });

  it('of keys leaves room again from the moment when a key is destroyed', async () => {
    const [first] = await inTurn(LIMIT, external);
    await as.act('ScheduleKeyDeletion', { keyId: first?.keyId, pendingWindowInDays: 7 });
    time += 7 * DAY;
    expect(await outcomeOf(external())).toBe('ok');
    expect(await refusalOf(external())).toBe(EXCEEDED);
    await runJobs(kms, 'destroy-keys');
    expect(await refusalOf(external())).toBe(EXCEEDED);
  });

  it('of keys holds when all requests read before any has written', async () => {
    gatherCommits(kms.services, 20, (writes) =>
      writes.some(({ verb, table }) => verb === 'insert' && table === TABLES.key),
    );
    const outcomes = await times(20, () => outcomeOf(external()));
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(LIMIT);
    expect(outcomes.filter((outcome) => outcome === EXCEEDED)).toHaveLength(20 - LIMIT);
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(LIMIT);
  });

  it('of keys does not concern a client token that was used before', async () => {
    const clientToken = 'the-first-of-all';
    const { keyId } = await as.createKey({ clientToken });
    await inTurn(LIMIT - 1, external);
    expect(await as.createKey({ clientToken })).toMatchObject({ keyId });
    expect(await refusalOf(as.createKey({ clientToken: 'another' }))).toBe(EXCEEDED);
  });

  it('of aliases is that of all keys together, also at the same time', async () => {
    const { keyId } = await external();
    const { keyId: other } = await external();
    const outcomes = await times(20, (index) =>
      outcomeOf(
        as.act('CreateAlias', { keyId: index % 2 ? keyId : other, aliasName: `alias/a-${index}` }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(LIMIT);
    expect(outcomes.filter((outcome) => outcome === EXCEEDED)).toHaveLength(20 - LIMIT);
    const [alias] = await as.listAliases();
    await as.act('UpdateAlias', { keyId, aliasName: alias?.aliasName });
    await as.act('DeleteAlias', { aliasName: alias?.aliasName });
    expect(await outcomeOf(as.act('CreateAlias', { keyId, aliasName: 'alias/b' }))).toBe('ok');
  });

  it('of versions is that of all keys together, and counts imported material', async () => {
    const { keyId } = await as.createKey();
    const { keyId: imported } = await external();
    await inTurn(3, () => as.act('CreateKeyVersion', { keyId }));
    expect(await outcomeOf(importMaterial(as, imported, Buffer.alloc(32, 7)))).toBe('ok');
    expect(await refusalOf(as.act('CreateKeyVersion', { keyId }))).toBe(EXCEEDED);
    expect(await refusalOf(as.createKey())).toBe(EXCEEDED);
    expect(await outcomeOf(external())).toBe('ok');
  });

  it('of versions holds at the same time', async () => {
    const { keyId } = await as.createKey();
    const { keyId: other } = await as.createKey();
    const outcomes = await times(8, (index) =>
      outcomeOf(as.act('CreateKeyVersion', { keyId: index % 2 ? keyId : other })),
    );
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === EXCEEDED)).toHaveLength(5);
  });

  it('of versions does not stop automatic rotation', async () => {
    const { keyId } = await as.createKey({
      enableAutomaticRotation: true,
      rotationInterval: '7d',
    });
    await inTurn(4, () => as.act('CreateKeyVersion', { keyId }));
    time += 8 * DAY;
    await runJobs(kms, 'rotate-keys');
    expect(await as.listVersions(keyId)).toHaveLength(6);
  });

  it.each([
    ['users', 'CreateUser', 'LimitExceeded.User', (name: string) => ({ userName: name })],
    [
      'policies',
      'CreatePolicy',
      'LimitExceeded.Policy',
      (policyName: string) => ({
        policyName,
        policyDocument,
      }),
    ],
  ])('of %s is the one that is set', async (_what, operation, code, input) => {
    await inTurn(2, (index) => as.act(operation, input(`name-${index}`)));
    expect(await refusalOf(as.act(operation, input('one-more')))).toBe(code);
  });

  it.each([
    ['users', 'CreateUser', (name: string) => ({ userName: name })],
    [
      'roles',
      'CreateRole',
      (roleName: string) => ({ roleName, assumeRolePolicyDocument: trusting(ANY_USER) }),
    ],
    ['policies', 'CreatePolicy', (policyName: string) => ({ policyName, policyDocument })],
  ])('of %s holds at the same time', async (_what, operation, input) => {
    const outcomes = await times(8, (index) =>
      outcomeOf(as.act(operation, input(`name-${index}`))),
    );
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(2);
  });
});

describe('The limit of API tokens', () => {
  it('holds at the same time, and leaves room after one was deleted', async () => {
    const as = caller('graphql', kms, account);
    const create = () => as.act('CreateApiToken', { name: 'a token' });
    const outcomes = await times(8, () => outcomeOf(create()));
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === EXCEEDED)).toHaveLength(6);
    const token = await kms.store.db.apiToken.findFirst({
      where: { accountId: account.accountId },
    });
    await as.act('DeleteApiToken', { tokenId: token?.id });
    expect(await outcomeOf(create())).toBe('ok');
  });
});

describe('A request beyond a limit', () => {
  it('says what the limit is, and who can raise it', async () => {
    const create = () =>
      callV1(kms, account, 'CreateKey', { Origin: 'EXTERNAL' }, { now: new Date(time) });
    await inTurn(LIMIT, create);
    const { status, json } = await create();
    expect(status).toBe(400);
    expect(json).toMatchObject({
      Code: EXCEEDED,
      Message:
        'The request was rejected because user create resource limit was exceeded. This account can have at most 3 keys; the operator of the service can raise the limit with KEYWRIGHT_LIMITS.',
    });
  });
});
