import { describe, expect, it } from 'vitest';
import { createApiToken } from '../support/api-token.ts';
import { addAuditRows, auditRows } from '../support/audit-rows.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { sharedKms, startKms } from '../support/kms.ts';
import { AUDIT_EVENT_ADDED, basicOf, KEY_CHANGED, subscribe } from '../support/live.ts';
import { documentOf, liveUser } from '../support/live-user.ts';
import { post, signIn } from '../support/sign-in.ts';

describe('A subscription', () => {
  it.each([KEY_CHANGED, AUDIT_EVENT_ADDED])(
    'ends with an error when the permission is removed (%#)',
    async (document) => {
      const { kms, root, user, names } = await liveUser();
      await using stream = await subscribe(kms, basicOf(user), document);
      await root.createKey();
      expect((await stream.next()).errors).toBeUndefined();
      await root.act('DetachPolicyFromUser', { policyType: 'Custom', ...names });
      await root.createKey();
      expect(await stream.end()).toBe('Forbidden.NoPermission');
    },
  );

  it('ends when its access key is disabled', async () => {
    const { kms, root, user, names } = await liveUser();
    await using stream = await subscribe(kms, basicOf(user), KEY_CHANGED);
    await root.act('UpdateAccessKey', {
      userName: names.userName,
      userAccessKeyId: user.id,
      status: 'Inactive',
    });
    expect(await stream.end()).toBe('Unauthenticated');
  });

  it('ends when its API token is deleted', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { token, tokenId } = await createApiToken(kms, account);
    const headers = { authorization: `Bearer ${token}` };
    await using stream = await subscribe(kms, headers, KEY_CHANGED);
    await postGraphql(kms, account, {
      query: `mutation { deleteApiToken(input: { tokenId: "${tokenId}" }) { deletedTokenId } }`,
    });
    expect(await stream.end()).toBe('Unauthenticated');
  });

  it('ends when its browser signs out', async () => {
    await using kms = await startKms();
    const { cookie } = await signIn(kms);
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    await using stream = await subscribe(kms, headers, KEY_CHANGED);
    await post(kms, '/sign-out', '', headers);
    expect(await stream.end()).toBe('Unauthenticated');
  });

  it('goes on, and does not show a key that its caller may no longer see', async () => {
    const { kms, root, user, names } = await liveUser();
    const { keyId } = await root.createKey();
    const { keyId: other } = await root.createKey();
    await using stream = await subscribe(kms, basicOf(user), KEY_CHANGED);
    await root.updateKeyDescription(keyId, 'visible');
    expect(await stream.change()).toMatchObject({ keyId, operation: 'UpdateKeyDescription' });
    const policy = documentOf({
      Effect: 'Deny',
      Principal: { RAM: [`acs:ram::${user.accountId}:user/${names.userName}`] },
      Action: 'kms:DescribeKey',
      Resource: '*',
    });
    await root.act('SetKeyPolicy', { keyId, policy, allowLockout: true });
    await root.updateKeyDescription(keyId, 'hidden');
    await root.updateKeyDescription(other, 'visible');
    expect(await stream.change()).toMatchObject({ keyId: other });
  });

  it('ends also while the client reads what it has missed', async () => {
    const { kms, root, user, names } = await liveUser();
    let after: string;
    {
      await using stream = await subscribe(kms, basicOf(user), AUDIT_EVENT_ADDED);
      await root.createKey();
      ({ cursor: after } = await stream.change());
    }
    await addAuditRows(kms, auditRows(user.accountId, Date.now(), 1_900));
    // Together 20 MB, of which the system keeps some: the server has to wait for the client, which reads nothing at first.
    const ids = Array.from({ length: 200 }, (_, at) => `i${at}: eventId`).join(' ');
    const query = `subscription ($after: String) { auditEventAdded(after: $after) { event { ${ids} } } }`;
    await using stream = await subscribe(kms, basicOf(user), query, { after });
    await stream.next();
    await root.act('UpdateAccessKey', {
      userName: names.userName,
      userAccessKeyId: user.id,
      status: 'Inactive',
    });
    let count = 1;
    let result = await stream.next();
    for (; !result.errors && count < 1_900; count += 1) result = await stream.next();
    expect(result.errors?.[0]?.extensions.code).toBe('Unauthenticated');
    expect(count).toBeLessThan(1_900);
  });

  it('needs the permission to list tags or aliases for a filter by them', async () => {
    const kms = await sharedKms();
    const filters = [{ tags: [{ tagKey: 'secret' }] }, { alias: 'alias/secret' }];
    const user = await kms.addAccount({ allowedActions: ['kms:ListKeys', 'kms:DescribeKey'] });
    for (const filter of filters) {
      await using stream = await subscribe(kms, basicOf(user), KEY_CHANGED, { filter });
      expect(await stream.end()).toBe('Forbidden.NoPermission');
    }
  });

  it('is refused without the permission', async () => {
    const kms = await sharedKms();
    const user = await kms.addAccount({ allowedActions: ['kms:DescribeKey'] });
    for (const document of [KEY_CHANGED, AUDIT_EVENT_ADDED]) {
      await using stream = await subscribe(kms, basicOf(user), document);
      expect(await stream.end()).toBe('Forbidden.NoPermission');
    }
  });
});
