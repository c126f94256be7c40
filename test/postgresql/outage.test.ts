import { describe, expect, it } from 'vitest';
import { startPostgres } from '../../scripts/throwaway-postgres.ts';
import { createApiToken } from '../support/api-token.ts';
import { callSurface, UNAVAILABLE } from '../support/call-surface.ts';
import { SURFACES } from '../support/caller.ts';
import { rawRequest } from '../support/http.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { secondConnection, until } from '../support/second-connection.ts';
import { holdMaterial } from '../support/unwrapped.ts';

const done = { status: 200, code: 'Done' };
const FROM_OWN_PAGE = [['sec-fetch-site', 'same-origin']] as const;

const APP = 'https://app.example.com';

/** A request of a page of another origin: a preflight, or with a token. @returns status, and who may read the answer */
async function askAcrossOrigins(kms: Kms, origin: string, token?: string) {
  const reply = await rawRequest(kms.url, {
    method: token ? 'POST' : 'OPTIONS',
    path: '/graphql',
    headers: [
      ['origin', origin],
      ['access-control-request-method', 'POST'],
      ['content-type', 'application/json'],
      ...(token ? ([['authorization', `Bearer ${token}`]] as const) : []),
    ],
    body: token ? '{"query":"{ errorCodes }"}' : '',
  });
  return [reply.status, reply.headers['access-control-allow-origin']];
}

const statusOf = async (
  kms: Kms,
  path: string,
  headers: readonly (readonly [string, string])[] = [],
) => (await rawRequest(kms.url, { path, headers })).status;
const signIn = (kms: Kms, link: string) =>
  rawRequest(kms.url, {
    method: 'POST',
    path: '/sign-in',
    body: JSON.stringify({ token: new URL(link).hash.slice(1) }),
    headers: FROM_OWN_PAGE,
  });

describe('A database that is away', () => {
  it('is answered with 503, and when it is back every replica serves, and listens, without a restart', async () => {
    await using postgres = await startPostgres();
    const dataDir = makeDataDir();
    const settings = { DATABASE_URL: postgres.url, KEYWRIGHT_ALLOWED_ORIGINS: APP };
    await using first = await startKms({ dataDir, settings });
    await using second = await startKms({ dataDir, settings });
    const account = await first.addAccount();
    const created = (await callSurface('rpc', first, account, 'CreateKey')).answer;
    const { keyId = '', primaryKeyVersion: keyVersionId = '' } = created;
    const { ciphertextBlob = '' } = (
      await callSurface('rpc', first, account, 'Encrypt', { keyId, plaintext: 'eA==' })
    ).answer;
    const name = { accountId: account.accountId, keyId, keyVersionId };
    const heldBefore = await holdMaterial(second, name);
    const { id } = await first.store.db.accessKey.findFirstOrThrow({
      where: { accountId: first.deployment.accountId },
    });
    const [link, laterLink] = [await first.signInLink(id), await first.signInLink(id)];
    const cookie = String((await signIn(first, link)).headers['set-cookie']).split(';')[0] ?? '';
    const asBrowser = [['cookie', cookie], ['accept', 'text/html'], ...FROM_OWN_PAGE] as const;
    expect(await statusOf(first, '/graphql', asBrowser)).toBe(200);

    const { token } = await createApiToken(first, account);

    await postgres.crash();
    expect(await askAcrossOrigins(first, APP)).toEqual([204, APP]);
    expect(await askAcrossOrigins(first, 'https://evil-example.com')).toEqual([403, undefined]);
    expect(await askAcrossOrigins(first, APP, token)).toEqual([503, APP]);
    for (const surface of SURFACES) {
      expect(await callSurface(surface, first, account, 'CreateKey')).toMatchObject(UNAVAILABLE);
      expect(
        await callSurface(surface, first, account, 'Decrypt', { ciphertextBlob }),
      ).toMatchObject(UNAVAILABLE);
      expect(await callSurface(surface, first, account, 'DescribeKey', { keyId })).toMatchObject(
        UNAVAILABLE,
      );
      const stranger = { ...account, id: 'never-seen' };
      expect(await callSurface(surface, first, stranger, 'DescribeKey', { keyId })).toMatchObject(
        UNAVAILABLE,
      ); // and not "no such access key"
    }
    expect(await statusOf(first, '/graphql', asBrowser)).toBe(503);
    expect((await signIn(first, laterLink)).status).toBe(503);
    expect(await statusOf(first, '/readyz')).toBe(503);
    expect(await statusOf(first, '/healthz')).toBe(200);

    await postgres.start();
    for (const kms of [first, second]) {
      await until(async () => (await statusOf(kms, '/readyz')) === 200);
      for (const surface of SURFACES)
        await until(
          async () => (await callSurface(surface, kms, account, 'CreateKey')).status === 200,
        );
      expect(await callSurface('rpc', kms, account, 'Decrypt', { ciphertextBlob })).toMatchObject(
        done,
      );
    }
    expect(await statusOf(first, '/graphql', asBrowser)).toBe(200); // the session outlived it
    expect((await signIn(first, laterLink)).status).toBe(204); // and the link

    await using other = await secondConnection(postgres.url);
    await until(
      async () =>
        (await other.query(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`)).rows
          .length === 2,
    );
    await until(async () => heldBefore.isZeroed() || !(await statusOf(second, '/healthz'))); // it may have missed something
    const heldAfter = await holdMaterial(second, name);
    expect(heldAfter.isZeroed()).toBe(false);
    expect(await callSurface('graphql', first, account, 'DisableKey', { keyId })).toMatchObject(
      done,
    );
    await until(async () => heldAfter.isZeroed() || !(await statusOf(second, '/healthz')));
  });
});
