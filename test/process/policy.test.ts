import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { besideServer, MAX_MS, pinned, refusalOfCall } from '../support/command.ts';
import { makeDataDir } from '../support/kms.ts';
import { runScript } from '../support/process.ts';

interface Created {
  readonly accessKey: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

const READS = `{
  "Version": "1",
  "Statement": [{ "Effect": "Allow", "Action": "kms:List*", "Resource": "*" }]
}
`;
const folder = makeDataDir({ migrated: false });

function fileWith(text: string, name = 'policy.json'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('npm run policy -- check', { timeout: MAX_MS }, () => {
  const check = async (text: string, ...args: readonly string[]) => {
    const file = fileWith(text);
    const { code, stdout, stderr } = await runScript('src/cli/policy.ts', {}, [
      'check',
      file,
      ...args,
    ]);
    return { code, stderr, stdout: stdout.replaceAll(file, 'policy.json') };
  };

  it('accepts a valid policy, without settings or a database', async () => {
    expect(await check(READS)).toEqual({ code: 0, stdout: 'The policy is valid.\n', stderr: '' });
  });

  it('shows the place of an error', async () => {
    const { code, stdout } = await check(READS.replace('"Allow"', '"allow"'));
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(
        /^policy\.json:3:29: Statement\[0\]\.Effect: .+\n3 \| {3}"Statement": \[\{ "Effect": "allow", .*\n {32}\^\n$/,
      ),
    ]);
    expect(JSON.parse((await check('{"Version": "2"}', '--json')).stdout)).toMatchObject({
      valid: false,
      errors: [{ line: 1 }],
      warnings: [],
    });
  });

  it('warns of what has no effect here', async () => {
    const Action = ['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'oss:GetObject'];
    const Statement = [{ Effect: 'Allow', Action, Resource: ['*', 'acs:oss:*:*:bucket'] }];
    const { code, stdout } = await check(JSON.stringify({ Version: '1', Statement }));
    expect([code, stdout]).toEqual([
      0,
      `policy.json: Statement[0].Action[3]: warning: No action of this service matches.
policy.json: Statement[0].Resource[1]: warning: No resource of this service matches.
The policy is valid.
`,
    ]);
  });

  it('checks the other kinds of policies', async () => {
    const Statement = [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: ['acs:ram::1:root'] } },
    ];
    const trust = JSON.stringify({ Version: '1', Statement });
    expect((await check(trust, '--kind', 'trust')).stdout).toBe('The policy is valid.\n');
    expect((await check(trust)).code).toBe(1);
    expect((await check(trust, '--kind', 'other')).code).toBe(2);
  });
});

describe('npm run policy', { timeout: MAX_MS }, () => {
  it('creates, attaches, changes and detaches a policy, from the next call on', async () => {
    await using beside = await besideServer();
    const { kms, json, run } = beside;
    await json('user', 'create', 'build');
    const { accessKey } = (await json('access-key', 'create', '--user', 'build')) as Created;
    const user = { accountId: '', id: accessKey.accessKeyId, secret: accessKey.accessKeySecret };

    const file = fileWith(READS);
    expect(await json('policy', 'put', 'reads', file)).toMatchObject({ versionId: 'v1' });
    expect(await json('policy', 'put', 'reads', file)).toMatchObject({ changed: false });
    expect((await run('policy', 'attach', 'reads', '--user', 'build')).stdout).toBe(
      'Attached the policy reads to the user build.\n',
    );
    expect(await refusalOfCall(kms, user)).toBeUndefined();
    expect(await json('user', 'show', 'build')).toMatchObject({ policyNames: ['reads'] });

    const denied = fileWith(READS.replace('Allow', 'Deny'));
    expect((await run('policy', 'put', 'reads', denied)).stdout).toBe(
      'Version v2 of the policy reads applies from the next call on. To go back: npm run policy -- set-default reads v1\n',
    );
    expect(await refusalOfCall(kms, user)).toBe('Forbidden.NoPermission');
    await json('policy', 'set-default', 'reads', 'v1');
    expect(await refusalOfCall(kms, user)).toBeUndefined();

    expect(pinned((await run('policy', 'list')).stdout)).toBe(
      `NAME   TYPE    DEFAULT  ATTACHED  CHANGED               DESCRIPTION
reads  Custom  v1       1         TTTT-TT-TTTTT:TT:TTZ  -
`,
    );
    expect(pinned((await run('policy', 'versions', 'reads')).stdout)).toBe(
      `VERSION  APPLIES  CREATED               CHARACTERS
v1       yes      TTTT-TT-TTTTT:TT:TTZ  ${READS.length}
v2       no       TTTT-TT-TTTTT:TT:TTZ  ${READS.length - 1}
`,
    );
    expect((await run('policy', 'show', 'reads')).stdout).toMatch(
      /Users {8}build\nRoles {8}-\nVersion {6}v1 \(applies\)\n\n\{\n {2}"Version": "1",/,
    );

    await json('policy', 'detach', 'reads', '--user', 'build');
    expect(await refusalOfCall(kms, user)).toBe('Forbidden.NoPermission');
    expect((await run('policy', 'delete', 'reads', '--yes')).stderr).toMatch(/several versions/);
    expect((await run('policy', 'delete-version', 'reads', 'v2')).stderr).toMatch(/Add --yes/);
    await json('policy', 'delete-version', 'reads', 'v2', '--yes');
    await json('policy', 'delete', 'reads', '--yes');
    expect((await run('policy', 'list')).stdout).toBe('No policies.\n');
    expect(
      (await beside.audited()).map(({ operation, outcome }) => `${operation} ${outcome}`),
    ).toEqual([
      'CreateUser Done',
      'CreateAccessKey Done',
      'CreatePolicy Done',
      'AttachPolicyToUser Done',
      'CreatePolicyVersion Done',
      'SetDefaultPolicyVersion Done',
      'DetachPolicyFromUser Done',
      'DeletePolicy DeleteConflict.Policy.Version',
      'DeletePolicyVersion Done',
      'DeletePolicy Done',
    ]);
  });

  it('makes room for a sixth version, and attaches system policies', async () => {
    await using beside = await besideServer();
    const { json, run } = beside;
    for (let version = 1; version <= 6; version += 1)
      await json('policy', 'put', 'reads', fileWith(READS + ' '.repeat(version)));
    expect(await json('policy', 'versions', 'reads')).toMatchObject({
      policyVersions: ['v2', 'v3', 'v4', 'v5', 'v6'].map((versionId) => ({ versionId })),
    });
    await json('user', 'create', 'build');
    await json('policy', 'attach', 'AliyunKMSFullAccess', '--user', 'build');
    expect((await run('policy', 'list', '--system')).stdout).toMatch(
      /^AliyunKMSFullAccess +System +v1 +1 /m,
    );
  });

  it('says what is wrong, and changes nothing', async () => {
    await using beside = await besideServer();
    const invalid = fileWith('{"Version": "1"', 'invalid.json');
    for (const [args, code, sentence] of [
      [['put', 'reads'], 2, /missing required argument 'file'/],
      [
        ['put', 'reads', invalid],
        1,
        /The policy is not valid\.\n.*invalid\.json:1:16: .*\n1 \| \{/,
      ],
      [['put', 'reads', '/nowhere'], 1, /\/nowhere cannot be read \(ENOENT\)/],
      [['attach', 'reads'], 1, /Give either --user or --role\./],
      [['attach', 'reads', '--user', 'x'], 1, /does not exist/],
      [['show', 'reads'], 1, /The specified policy does not exist/],
    ] as const) {
      const { code: found, stdout, stderr } = await beside.run('policy', ...args);
      expect([args, found, stdout, stderr]).toEqual([
        args,
        code,
        '',
        expect.stringMatching(sentence),
      ]);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(await beside.json('policy', 'list')).toEqual({ policies: [] });
  });
});
