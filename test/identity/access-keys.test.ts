import { describe, expect, it } from 'vitest';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { AccessKeys } from '#identity/access-keys.ts';
import { sharedKms } from '../support/kms.ts';

describe('An access key', () => {
  it('that is disabled while it is being read is not taken for enabled', async () => {
    const kms = await sharedKms();
    const { id } = await kms.addAccount();
    const { db } = kms.store;
    let disable: (() => Promise<void>) | undefined;
    // Between the read of the row and its use somebody disables the key.
    const findUnique = async (args: Parameters<typeof db.accessKey.findUnique>[0]) => {
      const row = await db.accessKey.findUnique(args);
      await disable?.();
      return row;
    };
    const store = {
      commit: kms.store.commit,
      db: { accessKey: { findUnique } } as unknown as typeof db,
    };
    const accessKeys = new AccessKeys(store, kms.deployment.keyring);
    disable = async () => {
      disable = undefined;
      await accessKeys.setEnabled(id, false);
    };
    const enabled = () => accessKeys.use(id, (accessKey) => accessKey?.enabled);
    expect(await enabled()).toBe(false);
    expect(await enabled()).toBe(false);
    await accessKeys.setEnabled(id, true);
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
    await kms.deployment.accessKeys.add(
      { accountId, accessKeyId, allowedActions: [] },
      SecretBytes.ofText('ключ:密钥 🔑'),
      new Date(),
    );
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
