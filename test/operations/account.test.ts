import { describe, expect, it } from 'vitest';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';

describe.each(SURFACES)('The account by %s', (surface) => {
  async function as(allowedActions: readonly string[]) {
    const kms = await sharedKms();
    return caller(surface, kms, await kms.addAccount({ allowedActions }));
  }

  it('has one region, which everybody may know', async () => {
    expect(await (await as([])).regions()).toEqual(['cn-hangzhou']);
  });

  it('is enabled', async () => {
    expect(await (await as(['kms:DescribeAccountKmsStatus'])).accountStatus()).toBe('Enabled');
  });

  it('does not tell its status without the permission', async () => {
    expect(await refusalOf((await as([])).accountStatus())).toBe('Forbidden.NoPermission');
  });
});
