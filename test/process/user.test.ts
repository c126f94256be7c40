import { describe, expect, it } from 'vitest';
import { besideServer, hasTerminal, MAX_MS, pinned, typeAtTerminal } from '../support/command.ts';

describe('npm run user', { timeout: MAX_MS }, () => {
  it('creates, lists, shows, changes and deletes a user', async () => {
    await using beside = await besideServer();
    const { run, json } = beside;
    const details = ['--display-name', 'Build server', '--comments', 'Frankfurt'];
    expect(await run('user', 'create', 'build', ...details)).toEqual({
      code: 0,
      stdout: 'Created the user build. It has no policies and no access key yet.\n',
      stderr: '',
    });
    expect(await json('user', 'create', 'a')).toMatchObject({
      user: { userName: 'a', userId: expect.stringMatching(/^[\w-]{36}$/) },
    });
    expect(pinned((await run('user', 'list')).stdout)).toBe(
      `NAME   DISPLAY NAME  CREATED               COMMENTS
a      -             TTTT-TT-TTTTT:TT:TTZ  -
build  Build server  TTTT-TT-TTTTT:TT:TTZ  Frankfurt
`,
    );
    expect(await json('user', 'update', 'build', '--name', 'ci', '--email', 'a@b.c')).toMatchObject(
      { user: { userName: 'ci', email: 'a@b.c', comments: 'Frankfurt' } },
    );
    expect(await json('user', 'show', 'ci')).toMatchObject({
      user: { userName: 'ci' },
      accessKeys: [],
    });
    const { stdout } = await run('user', 'show', 'ci');
    expect(stdout).toMatch(/^Name {10}ci\nId {12}\S+\nDisplay name {2}Build server\n/);
    expect(stdout).toMatch(/\n\nNo access keys\.\n/);
    expect(await json('user', 'delete', 'ci', '--yes')).toEqual({ deletedUserName: 'ci' });
    expect(await json('user', 'list')).toMatchObject({ users: [{ userName: 'a' }] });
    expect((await beside.audited()).map(({ operation }) => operation)).toEqual([
      'CreateUser',
      'CreateUser',
      'UpdateUser',
      'DeleteUser',
    ]);
  });

  it('acts in the account of --account', async () => {
    await using beside = await besideServer();
    const { accountId } = beside.kms.deployment;
    for (const name of ['a', 'b', 'c']) await beside.json('user', 'create', name);
    const other = (await beside.json('account', 'create')) as { accountId: string };
    expect(await beside.json('user', 'list', '--account', accountId)).toMatchObject({
      users: [{ userName: 'a' }, { userName: 'b' }, { userName: 'c' }],
    });
    const { stdout } = await beside.run('user', 'list', '--account', other.accountId);
    expect(stdout).toBe('No users.\n');
  });

  it('says what is wrong, and changes nothing', async () => {
    await using beside = await besideServer();
    await beside.json('user', 'create', 'build');
    await beside.json('access-key', 'create', '--user', 'build');
    for (const [args, code, sentence] of [
      [['create'], 2, /missing required argument 'name'/],
      [['create', 'b', 'c'], 2, /too many arguments/],
      [['create', 'build'], 1, /The user already exists/],
      [['create', 'a b'], 1, /Use 1 to 64 letters, digits/],
      [['show', 'nobody'], 1, /The specified user does not exist/],
      [['delete', 'build'], 1, /deletes the user build permanently\. Standard input is not a term/],
      [['delete', 'build', '--yes'], 1, /The user has access keys\. Delete them first\./],
    ] as const) {
      const { code: found, stdout, stderr } = await beside.run('user', ...args);
      expect([args, found, stdout, stderr]).toEqual([
        args,
        code,
        '',
        expect.stringMatching(sentence),
      ]);
    }
    expect(await beside.json('user', 'list')).toMatchObject({ users: [{ userName: 'build' }] });
  });

  it.runIf(hasTerminal)('asks at a terminal before it deletes', async () => {
    await using beside = await besideServer();
    await beside.json('user', 'create', 'build');
    const command = 'node src/cli/user.ts delete build';
    expect((await typeAtTerminal(beside, command, 'built\n')).code).toBe(1);
    expect((await typeAtTerminal(beside, command, '\u0004')).code).toBe(1);
    expect(await beside.json('user', 'list')).toMatchObject({ users: [{}] });
    expect((await typeAtTerminal(beside, command, 'build\n')).code).toBe(0);
    expect(await beside.json('user', 'list')).toEqual({ users: [] });
  });
});
