import { describe, expect, it } from 'vitest';
import { besideServer, MAX_MS, refusalOfCall } from '../support/command.ts';
import { callV1 } from '../support/rpc-client.ts';
import { post, signIn } from '../support/sign-in.ts';

interface Created {
  readonly accountId: string;
  readonly accessKey: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

const credentialOf = ({ accountId, accessKey }: Created) => ({
  accountId,
  id: accessKey.accessKeyId,
  secret: accessKey.accessKeySecret,
});

const ID = '1234567890123456';

describe('npm run account', { timeout: MAX_MS }, () => {
  it('creates an account, which has nothing of another one', async () => {
    await using beside = await besideServer();
    const { kms, root, json, run } = beside;
    const own = (await callV1(kms, root, 'CreateKey')).json.KeyMetadata as { KeyId: string };
    const created = (await json('account', 'create', ID)) as Created;
    expect(created.accountId).toBe(ID);
    const other = credentialOf(created);
    expect((await callV1(kms, other, 'ListKeys')).json).toMatchObject({ TotalCount: 0 });
    expect((await callV1(kms, other, 'DescribeKey', { KeyId: own.KeyId })).json).toMatchObject({
      Code: 'Forbidden.KeyNotFound',
    });
    const made = (await callV1(kms, other, 'CreateKey')).json.KeyMetadata as { Creator: string };
    expect(made.Creator).toBe(ID);

    await json('user', 'create', 'build', '--account', ID);
    const user = (await json(
      'access-key',
      'create',
      '--user',
      'build',
      '--account',
      ID,
    )) as Created;
    expect(await refusalOfCall(kms, credentialOf(user))).toBe('Forbidden.NoPermission');
    expect(await json('user', 'list')).toEqual({ users: [] });
    const { stdout } = await run(
      'access-key',
      ...['rotate', user.accessKey.accessKeyId, '--account', ID],
    );
    expect(stdout).toMatch(new RegExp(`npm run access-key -- disable \\S+ --account ${ID}\n`));
    expect(await beside.audited()).toMatchObject(
      ['CreateAccount', 'CreateUser', 'CreateAccessKey', 'CreateAccessKey'].map((operation) => ({
        operation,
        accountId: ID,
        outcome: 'Done',
        principal: `acs:ram::${ID}:root`,
      })),
    );
  });

  it('lists the accounts and how much each has', async () => {
    await using beside = await besideServer();
    const { kms, root, json, run } = beside;
    const { accountId } = kms.deployment;
    await callV1(kms, root, 'CreateKey');
    const generated = (await json('account', 'create')) as Created;
    expect(generated.accountId).toMatch(/^\d{16}$/);
    await json('user', 'create', 'build', '--account', generated.accountId);
    const { stdout } = await run('account', 'list');
    expect(
      stdout
        .replaceAll(/\S+Z/g, 'T')
        .replace(accountId, 'FIRST')
        .replace(generated.accountId, 'SECOND'),
    ).toMatch(
      /^ACCOUNT +CREATED +ACCESS KEYS {2}USERS {2}ROLES {2}POLICIES {2}KEYS\nFIRST +T {2}1 {12}0 {6}0 {6}0 {9}1\nSECOND +T {2}1 {12}1 {6}0 {6}0 {9}0\n$/,
    );
    expect(await json('account', 'list')).toMatchObject({
      accounts: [
        { accountId, keys: 1, users: 0, accessKeys: 1 },
        { accountId: generated.accountId, keys: 0, users: 1, roles: 0, policies: 0 },
      ],
    });
  });

  it('ends the sessions of an account, and of no other one', async () => {
    await using beside = await besideServer();
    const { kms, json, run } = beside;
    const created = (await json('account', 'create')) as Created;
    const { cookie } = await signIn(kms);
    const statusOf = async () =>
      (
        await post(kms, '/graphql', JSON.stringify({ query: '{ keys { totalCount } }' }), {
          cookie,
          'sec-fetch-site': 'same-origin',
        })
      ).status;
    expect(await statusOf()).toBe(200);
    await json('account', 'end-sessions', '--account', created.accountId);
    expect(await statusOf()).toBe(200);
    const { accountId } = kms.deployment;
    expect((await run('account', 'end-sessions')).stdout).toBe(
      `Ended all sessions of the account ${accountId}: of browsers, and of roles.\n`,
    );
    expect(await statusOf()).toBe(401);
    expect((await beside.audited()).at(-1)).toMatchObject({ operation: 'EndSessions', accountId });
  });

  it('says what is wrong, and changes nothing', async () => {
    await using beside = await besideServer();
    const { accountId } = beside.kms.deployment;
    await beside.json('account', 'create', ID);
    for (const [args, code, sentence] of [
      [['create', ID], 1, /This account exists already\. Use another account id\./],
      [['create', '123'], 1, /Give the id of an account 16 digits/],
      [['create', '--account', ID], 1, /Leave --account out/],
      [['end-sessions', '--account', '1'], 1, /There is no account 1\./],
      [['delete', ID], 2, /unknown command 'delete'/],
    ] as const) {
      const { code: found, stdout, stderr } = await beside.run('account', ...args);
      expect([args, found, stdout, stderr]).toEqual([
        args,
        code,
        '',
        expect.stringMatching(sentence),
      ]);
    }
    expect(await beside.json('account', 'list')).toMatchObject({
      accounts: [{ accountId }, { accountId: ID }],
    });
  });
});
