import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { caller, SURFACES, type Surface } from '../support/caller.ts';
import { nextArrival } from '../support/exchange.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { commonV1, signV1 } from '../support/rpc-client.ts';

/** Encrypts over a connection that ends with the signal. */
function encrypt(
  surface: Surface,
  { url }: Kms,
  account: Credential,
  keyId: string,
  signal: AbortSignal,
): Promise<Response> {
  if (surface === 'rpc') {
    const params = signV1(
      'GET',
      { ...commonV1(account, 'Encrypt'), KeyId: keyId, Plaintext: 'eA==' },
      account.secret,
    );
    return fetch(`${url}/?${new URLSearchParams(params)}`, { signal });
  }
  const query = 'mutation ($input: EncryptInput!) { encrypt(input: $input) { ciphertextBlob } }';
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${account.id}:${account.secret}`)}`,
    },
    body: JSON.stringify({ query, variables: { input: { keyId, plaintext: 'eA==' } } }),
    signal,
  });
}

describe.each(SURFACES)(
  'A client that hangs up while its request by %s is worked on',
  (surface) => {
    it('leaves no row', async () => {
      await using kms = await startKms();
      const account = await kms.addAccount();
      const as = caller(surface, kms, account);
      const [{ keyId }, { keyId: other }] = [await as.createKey(), await as.createKey()];
      const { materials } = kms.services;
      const use = materials.use.bind(materials);
      const { promise: worksOn, resolve: begins } = Promise.withResolvers<void>();
      const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
      vi.spyOn(materials, 'use').mockImplementationOnce(async (name, work) => {
        begins();
        await mayEnd;
        return use(name, work);
      });
      const arrival = nextArrival(kms);
      const client = new AbortController();
      const asked = encrypt(surface, kms, account, keyId, client.signal);
      const { response } = await arrival;
      await worksOn;
      const closed = once(response, 'close');
      client.abort();
      await expect(asked).rejects.toThrow('aborted');
      await closed;
      end();
      await as.encrypt(other, Buffer.from('x')); // committed after what the other one would have written
      const { accountId } = account;
      expect(
        await kms.store.db.auditEvent.findMany({ where: { accountId, operation: 'Encrypt' } }),
      ).toMatchObject([{ keyId: other }]);
      expect(await kms.store.db.keyUse.findMany({ where: { accountId } })).toMatchObject([
        { keyId: other },
      ]);
    });
  },
);
