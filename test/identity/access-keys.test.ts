import { describe, expect, it } from 'vitest';
import { AccessKeys } from '#identity/access-keys.ts';
import { addRootKey, setEnabled } from '../support/identities.ts';
import { sharedKms } from '../support/kms.ts';

describe('An access key', () => {
  it('that is disabled while it is being read is not taken for enabled', async () => {
    const kms = await sharedKms();
    const { id } = await kms.addAccount();
    const { db, lookups } = kms.store;
    const { keyring } = kms.deployment;
    let disable: (() => Promise<void>) | undefined;
    // Between the read of the row and its use somebody disables the key.
    const findUnique = async (args: Parameters<typeof db.accessKey.findUnique>[0]) => {
      const row = await db.accessKey.findUnique(args);
      await disable?.();
      return row;
    };
    const slow = new Proxy(db, {
      get: (target, name) =>
        name === 'accessKey'
          ? { findUnique, findMany: target.accessKey.findMany }
          : target[name as keyof typeof target],
    });
    const accessKeys = new AccessKeys({ db: slow, keyring, report: expect.unreachable }, lookups);
    disable = async () => {
      disable = undefined;
      await setEnabled(kms, id, false);
    };
    const enabled = () => accessKeys.use(id, (accessKey) => accessKey?.enabled);
    expect(await enabled()).toBe(false);
    expect(await enabled()).toBe(false);
    await setEnabled(kms, id, true);
    expect(await enabled()).toBe(true);
    accessKeys.clear();
  });

  it('is never in the database in plaintext', async () => {
    const kms = await sharedKms();
    const { id, secret } = await kms.addAccount();
    const row = await kms.store.db.accessKey.findUnique({ where: { id } });
    expect(Buffer.from(row?.sealedSecret ?? []).includes(secret)).toBe(false);
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('keeps its secret as the very bytes it was', async () => {
    const kms = await sharedKms();
    const { accountId } = await kms.addAccount();
    const accessKeyId = `UNICODE${accountId}`;
    await addRootKey(kms, accountId, { id: accessKeyId, secret: 'ключ:密钥 🔑' });
    const authorization = `Basic ${Buffer.from(`${accessKeyId}:ключ:密钥 🔑`).toString('base64')}`;
    const headers = { 'content-type': 'application/json', authorization };
    const response = await fetch(`${kms.url}/graphql`, {
      method: 'POST',
      headers,
      body: '{"query":"{ regions { regionId } }"}',
    });
    expect(response.status).toBe(200);
  });
});
