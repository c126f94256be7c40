import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  besideServer,
  hasTerminal,
  MAX_MS,
  pinned,
  refusalOfCall,
  typeAtTerminal,
} from '../support/command.ts';
import { readDatabase } from '../support/database.ts';

interface Created {
  readonly accessKey: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

const credentialOf = (created: unknown) => {
  const { accessKeyId: id, accessKeySecret: secret } = (created as Created).accessKey;
  return { accountId: '', id, secret };
};

describe('npm run access-key', { timeout: MAX_MS }, () => {
  it('creates, disables, enables and deletes an access key, from the next call on', async () => {
    await using beside = await besideServer();
    const { kms, json, run } = beside;
    await json('user', 'create', 'build');
    const key = credentialOf(await json('access-key', 'create', '--user', 'build'));
    // It is a user that may do nothing, so that the code says whether it was recognized.
    expect(await refusalOfCall(kms, key)).toBe('Forbidden.NoPermission');

    expect(await json('access-key', 'disable', key.id)).toEqual({
      accessKey: { accessKeyId: key.id, userName: 'build', status: 'Inactive' },
    });
    expect(await refusalOfCall(kms, key)).toBe('Forbidden.AccessKey');
    expect((await run('access-key', 'enable', key.id)).stdout).toBe(
      `Enabled the access key ${key.id} of the user build.\n`,
    );
    expect(await refusalOfCall(kms, key)).toBe('Forbidden.NoPermission');

    expect(await json('access-key', 'delete', key.id, '--yes')).toEqual({
      deletedAccessKeyId: key.id,
    });
    expect(await refusalOfCall(kms, key)).toBe('InvalidAccessKeyId.NotFound');

    const { accountId } = kms.deployment;
    const row = {
      accountId,
      outcome: 'Done',
      accessKeyId: '',
      principal: `acs:ram::${accountId}:root`,
    };
    expect(await beside.audited()).toEqual(
      [
        'CreateUser',
        'CreateAccessKey',
        'UpdateAccessKey',
        'UpdateAccessKey',
        'DeleteAccessKey',
      ].map((operation) => ({ ...row, operation })),
    );
  });

  it('writes a secret to a file that only its owner can read, where no terminal shows it', async () => {
    await using beside = await besideServer();
    const { code, stdout, stderr } = await beside.run('access-key', 'create');
    const [, id = '', file = ''] =
      /id {6}(\S+)\nAccess key secret {2}in (\S+)\n$/.exec(stdout) ?? [];
    expect([code, stderr, statSync(file).mode & 0o777]).toEqual([0, '', 0o600]);
    const [, secret = ''] = /_SECRET=(\S+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
    expect(stdout).not.toContain(secret);
    expect(await refusalOfCall(beside.kms, { accountId: '', id, secret })).toBeUndefined();
  });

  it('rotates an access key, and tells the commands that follow', async () => {
    await using beside = await besideServer();
    const { kms, run, json } = beside;
    await json('user', 'create', 'build');
    const old = credentialOf(await json('access-key', 'create', '--user', 'build'));
    const { code, stdout } = await run('access-key', 'rotate', old.id);
    expect(code).toBe(0);
    const commands = [...stdout.matchAll(/npm run access-key -- (\w+) (\S+)$/gm)];
    expect(commands.map(([, ...words]) => words)).toEqual([
      ['disable', old.id],
      ['enable', old.id],
      ['delete', old.id],
    ]);
    expect(pinned(stdout.slice(stdout.indexOf('\n\n') + 2))).toBe(`Next:
1. Give the new access key to everything that uses KWXXXXXXXXXXXXXXXXXXXX.
2. Disable the old one: npm run access-key -- disable KWXXXXXXXXXXXXXXXXXXXX
   If something still needs it, enable it again: npm run access-key -- enable KWXXXXXXXXXXXXXXXXXXXX
3. Delete the old one: npm run access-key -- delete KWXXXXXXXXXXXXXXXXXXXX
`);
    // A third one would not be an overlap.
    expect((await run('access-key', 'rotate', old.id)).stderr).toMatch(/at most 2 access keys/);
    for (const [, command = '', id = ''] of commands)
      expect((await run('access-key', command, id, '--yes')).code).toBe(0);
    expect(await refusalOfCall(kms, old)).toBe('InvalidAccessKeyId.NotFound');
    expect((await json('user', 'show', 'build')) as object).toMatchObject({
      accessKeys: [{ status: 'Active' }],
    });
  });

  it('lists access keys with their last uses', async () => {
    await using beside = await besideServer();
    const { kms, root, run, json } = beside;
    await json('access-key', 'create', '--expires', '2099-01-01T00:00:00Z');
    expect(await refusalOfCall(kms, root)).toBeUndefined();
    const uses = () => readDatabase(beside.dataDir, 'SELECT "operation" FROM "AccessKeyUse"');
    await expect.poll(uses).toEqual([{ operation: 'ListKeys' }]); // it is written after the answer
    expect(pinned((await run('access-key', 'list')).stdout)).toBe(
      `ACCESS KEY ID           STATUS  CREATED               EXPIRES               LAST USED             FOR       FROM
operator                Active  TTTT-TT-TTTTT:TT:TTZ  -                     TTTT-TT-TTTTT:TT:TTZ  ListKeys  127.0.0.1
KWXXXXXXXXXXXXXXXXXXXX  Active  TTTT-TT-TTTTT:TT:TTZ  TTTT-TT-TTTTT:TT:TTZ  -                     -         -
`,
    );
    expect(await json('access-key', 'list')).toMatchObject({
      accessKeys: [
        { accessKeyId: 'operator', lastUse: { operation: 'ListKeys', service: 'kms' } },
        { expirationDate: '2099-01-01T00:00:00.000Z', lastUse: null },
      ],
    });
  });

  it('lists what an access key used and changed', async () => {
    await using beside = await besideServer();
    const { kms, root, run, json } = beside;
    await refusalOfCall(kms, root, 'CreateKey');
    await refusalOfCall(kms, root, 'CreateAlias'); // without its parameters
    expect((await run('access-key', 'activity', 'operator')).stdout).toMatch(
      /^TIME +OPERATION +OUTCOME +KEY +REQUEST ID\n\S+Z +CreateKey +Done +[\w-]{36} +[\w-]{36}\n$/i,
    );
    expect(await json('access-key', 'activity', 'operator')).toMatchObject({
      events: [{ operation: 'CreateKey', surface: 'rpc', outcome: 'Done' }],
      isTruncated: false,
    });
    expect((await run('access-key', 'activity', 'other')).stdout).toBe(
      'No use and no change by the access key other in this account.\n',
    );
  });

  it('says what is wrong, and changes nothing', async () => {
    await using beside = await besideServer();
    const other = await beside.kms.addAccount();
    for (const [args, code, sentence] of [
      [[], 2, /^Usage: npm run access-key -- \[options\] \[command\]/],
      [['remove', 'operator'], 2, /unknown command 'remove'/],
      [['disable'], 2, /missing required argument 'id'/],
      [['list', '--secret', 'x'], 2, /unknown option '--secret'/],
      [['activity', 'operator', '--limit', '0'], 2, /Give a number from 1 to 100000/],
      [['disable', 'KW00'], 1, /There is no access key KW00\./],
      [['disable', other.id], 1, new RegExp(`Add --account ${other.accountId}\\.`)],
      [
        ['disable', 'operator', '--user', 'build'],
        1,
        /belongs to the root identity of the account/,
      ],
      [['list', '--user', 'nobody'], 1, /The specified user does not exist/],
      [['list', '--account', '1000000000000000'], 1, /There is no account 1000000000000000/],
      [['create', '--expires', '2020-01-01T00:00:00Z'], 1, /Give a time in the future/],
      [['delete', 'operator'], 1, /Standard input is not a terminal.* Add --yes/],
    ] as const) {
      const { code: found, stdout, stderr } = await beside.run('access-key', ...args);
      expect([args, found, stdout, stderr]).toEqual([
        args,
        code,
        '',
        expect.stringMatching(sentence),
      ]);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(await beside.json('access-key', 'list')).toMatchObject({
      accessKeys: [{ accessKeyId: 'operator', status: 'Active' }],
    });
  });

  it.runIf(hasTerminal)('asks at a terminal before it deletes', async () => {
    await using beside = await besideServer();
    const command = 'node src/cli/access-key.ts';
    const created = await typeAtTerminal(beside, `${command} create`, '');
    const [, id = '', secret = ''] =
      /id +(\S+)\r\n.*secret +(\S+) +\(shown only once: keep it\)/.exec(created.output) ?? [];
    const key = { accountId: '', id, secret };
    expect(await refusalOfCall(beside.kms, key)).toBeUndefined();

    const refused = await typeAtTerminal(beside, `${command} delete ${id}`, 'yes\n');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(
      `This deletes the access key ${id} of the root identity of the account permanently. It was`,
    );
    expect(refused.output).toContain(`Nothing was changed, because the text is not ${id}.`);
    expect(await refusalOfCall(beside.kms, key)).toBeUndefined();

    const done = await typeAtTerminal(beside, `${command} delete ${id}`, `${id}\n`);
    expect([done.code, done.output]).toEqual([
      0,
      expect.stringContaining(`Deleted the access key ${id} of the root identity of the account.`),
    ]);
    expect(await refusalOfCall(beside.kms, key)).toBe('InvalidAccessKeyId.NotFound');
  });
});
