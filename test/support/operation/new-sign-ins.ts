import { newSession } from '#identity/sessions.ts';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import { makeApiToken, newApiToken } from '#integrity/new-api-token.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import type { Credential, Kms } from '../kms.ts';

/** Makes API tokens, browser sessions and sign-in links of an account. */
export function newSignIns(kms: Kms, { accountId, id: accessKeyId }: Credential) {
  const { store, deployment } = kms;
  const { keyring } = deployment;
  return {
    async newApiToken(userName: string) {
      const where = { accountId_name: { accountId, name: userName } };
      const { id: userId } = await store.db.user.findUniqueOrThrow({ where });
      const owner = { accountId, userId, name: 'sample', policy: null, expiresAt: null };
      const row = newApiToken(keyring, owner, makeApiToken(), kms.services.clock());
      await store.commit([insertRow(TABLES.apiToken, row)]);
      return row.id;
    },
    async newBrowserSession() {
      const client = { address: '127.0.0.1', userAgent: 'sample' };
      const now = kms.services.clock();
      const lifetime = { minutes: 10, notAfter: null };
      const session = newSession(keyring, { accountId, accessKeyId }, client, lifetime, now);
      await store.commit([session.write]);
      return String(session.row.id);
    },
    async newSignInLink() {
      const now = kms.services.clock();
      await makeSignInToken(store, keyring, { accountId, accessKeyId }, 10, now, 'command');
      const link = await store.db.signInLink.findFirstOrThrow({
        where: { accountId },
        orderBy: { id: 'desc' },
      });
      return String(link.id);
    },
  };
}
