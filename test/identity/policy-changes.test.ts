import { describe, expect, it } from 'vitest';
import { SURFACES } from '../support/caller.ts';
import { permittedUser, REVOCATIONS } from '../support/permitted-user.ts';

describe.each(SURFACES)('A change of policies by %s', (surface) => {
  it('permits at the next call', async () => {
    const { root, names, list } = await permittedUser(surface);
    await root.act('DetachPolicyFromUser', { policyType: 'Custom', ...names });
    expect(await list()).toBe('Forbidden.NoPermission');
    await root.act('AttachPolicyToUser', { policyType: 'Custom', ...names });
    expect(await list()).toBe('ok');
  });

  it.each(REVOCATIONS)('revokes at the next call ($name)', async ({ act }) => {
    const { root, names, list } = await permittedUser(surface);
    expect(await list()).toBe('ok');
    await act(root, names);
    expect(await list()).toBe('Forbidden.NoPermission');
  });

  it('revokes at the next call where the policy is deleted and made again', async () => {
    const { root, names, list } = await permittedUser(surface);
    const { policyName } = names;
    await root.act('DetachPolicyFromUser', { policyType: 'Custom', ...names });
    await root.act('DeletePolicyVersion', { policyName, versionId: 'v2' });
    await root.act('DeletePolicy', { policyName });
    const Statement = [{ Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' }];
    const policyDocument = JSON.stringify({ Version: '1', Statement });
    await root.act('CreatePolicy', { policyName, policyDocument });
    expect(await list()).toBe('Forbidden.NoPermission');
  });
});
