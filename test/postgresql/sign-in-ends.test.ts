import { describe, expect, it } from 'vitest';
import { createApiToken } from '../support/api-token.ts';
import { codesOf, postBearer } from '../support/bearer.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { linkFor, post, redeem, signIn } from '../support/sign-in.ts';

const WHO = '{ viewer { arn } }';

const statusOf = async (kms: Kms, cookie: string): Promise<number> =>
  (
    await post(kms, '/graphql', JSON.stringify({ query: WHO }), {
      cookie,
      'sec-fetch-site': 'same-origin',
    })
  ).status;

/** The ids in an answer, of which there is one. */
function idsIn(data: unknown, pattern: RegExp): (string | undefined)[] {
  const ids = [...JSON.stringify(data).matchAll(pattern)].map(([, id]) => id);
  expect(ids).toHaveLength(1);
  return ids;
}

describe('What was ended at one replica is refused by the next call to the other:', () => {
  it('an API token, a browser session and a sign-in link', async () => {
    const dataDir = makeDataDir();
    await using a = await startKms({ dataDir });
    await using b = await startKms({ dataDir });
    const { accountId } = a.deployment;
    const root = await a.addAccount({ accountId });
    const { token, tokenId } = await createApiToken(a, root);
    expect(codesOf(await postBearer(b, token, WHO))).toBe('ok');
    const remove = `mutation { deleteApiToken(input: { tokenId: "${tokenId}" }) { deletedTokenId } }`;
    expect(codesOf(await postGraphql(a, root, { query: remove }))).toBe('ok');
    expect(codesOf(await postBearer(b, token, WHO))).toBe('Unauthenticated');

    const { cookie } = await signIn(a);
    expect(await statusOf(b, cookie)).toBe(200);
    const list = '{ browserSessions { edges { node { sessionId } } } }';
    const { data } = await postGraphql(a, root, { query: list });
    const [sessionId] = idsIn(data, /"sessionId":"([\w-]+)"/g);
    const end = `mutation { endBrowserSession(input: { sessionId: "${sessionId}" }) { endedSessionId } }`;
    expect(codesOf(await postGraphql(a, root, { query: end }))).toBe('ok');
    expect(await statusOf(b, cookie)).toBe(401);

    const { token: link } = await linkFor(a);
    const links = await postGraphql(a, root, { query: '{ signInLinks { linkId } }' });
    const [linkId] = idsIn(links.data, /"linkId":"([\w-]+)"/g);
    const drop = `mutation { deleteSignInLink(input: { linkId: "${linkId}" }) { deletedLinkId } }`;
    expect(codesOf(await postGraphql(a, root, { query: drop }))).toBe('ok');
    expect((await redeem(b, link)).status).toBe(401);
  });
});
