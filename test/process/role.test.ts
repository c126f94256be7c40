import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { besideServer, MAX_MS, pinned } from '../support/command.ts';
import { trusting } from '../support/identities.ts';

describe('npm run role', { timeout: MAX_MS }, () => {
  it('creates, lists, shows, changes and deletes a role', async () => {
    await using beside = await besideServer();
    const { dataDir, json, run, kms } = beside;
    const { accountId } = kms.deployment;
    const trust = join(dataDir, 'trust.json');
    writeFileSync(trust, trusting(`acs:ram::${accountId}:root`));
    expect((await run('role', 'create', 'deployer', '--trust', trust)).stdout).toBe(
      `Created the role acs:ram::${accountId}:role/deployer. It may do nothing until a policy is attached to it.\n`,
    );
    await json('policy', 'attach', 'AliyunKMSReadOnlyAccess', '--role', 'deployer');
    expect(
      await json(
        'role',
        'update',
        'deployer',
        '--max-session-duration',
        '7200',
        '--description',
        'x',
      ),
    ).toMatchObject({ role: { maxSessionDuration: 7200 } });
    expect(pinned((await run('role', 'list')).stdout)).toBe(
      `NAME      MAX SESSION SECONDS  CREATED               DESCRIPTION
deployer  7200                 TTTT-TT-TTTTT:TT:TTZ  x
`,
    );
    expect((await run('role', 'show', 'deployer')).stdout).toMatch(
      /\nPolicies +AliyunKMSReadOnlyAccess\n\n\{"Version":"1",/,
    );
    expect(await json('role', 'show', 'deployer')).toMatchObject({
      policyNames: ['AliyunKMSReadOnlyAccess'],
    });

    expect((await run('role', 'delete', 'deployer')).stderr).toMatch(
      /This deletes the role deployer permanently, and ends its sessions\..* Add --yes/,
    );
    expect((await run('role', 'delete', 'deployer', '--yes')).stderr).toMatch(/Detach them first/);
    await json('policy', 'detach', 'AliyunKMSReadOnlyAccess', '--role', 'deployer');
    expect(await json('role', 'delete', 'deployer', '--yes')).toEqual({
      deletedRoleName: 'deployer',
    });
    expect((await run('role', 'list')).stdout).toBe('No roles.\n');
    expect((await beside.audited()).map(({ operation }) => operation)).toEqual([
      'CreateRole',
      'AttachPolicyToRole',
      'UpdateRole',
      'DeleteRole',
      'DetachPolicyFromRole',
      'DeleteRole',
    ]);
  });

  it('says what is wrong, and changes nothing', async () => {
    await using beside = await besideServer();
    const identity = join(beside.dataDir, 'identity.json');
    writeFileSync(
      identity,
      '{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}',
    );
    for (const [args, code, sentence] of [
      [['create', 'deployer'], 2, /required option '--trust <file>' not specified/],
      [
        ['create', 'deployer', '--trust', identity],
        1,
        /The policy is not valid\.\n.*identity\.json:1:/,
      ],
      [['update', 'deployer', '--max-session-duration', '60'], 1, /Give a whole number from 3600/],
      [['show', 'deployer'], 1, /The specified role does not exist/],
    ] as const) {
      const { code: found, stdout, stderr } = await beside.run('role', ...args);
      expect([args, found, stdout, stderr]).toEqual([
        args,
        code,
        '',
        expect.stringMatching(sentence),
      ]);
    }
    expect(await beside.json('role', 'list')).toEqual({ roles: [] });
  });
});
