import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codesOf, postBearer } from '../support/bearer.ts';
import { besideServer, MAX_MS, pinned } from '../support/command.ts';
import { allowing } from '../support/identities.ts';
import { enter, signIn } from '../support/sign-in.ts';

interface Created {
  readonly apiToken: { readonly tokenId: string; readonly token: string };
}

const CREATE_KEY = 'mutation { createKey { keyId } }';

describe('npm run token', { timeout: MAX_MS }, () => {
  it('creates, lists and deletes an API token, from the next call on', async () => {
    await using beside = await besideServer();
    const { kms, json, run, dataDir } = beside;
    const policyFile = join(dataDir, 'policy.json');
    writeFileSync(
      policyFile,
      JSON.stringify({ Version: '1', Statement: allowing('kms:CreateKey') }),
    );
    const { apiToken } = (await json('token', 'create', 'ci', '--policy', policyFile)) as Created;
    const ask = async (query: string) => codesOf(await postBearer(kms, apiToken.token, query));
    expect(await ask(CREATE_KEY)).toBe('ok');
    expect(await ask('{ users { edges { node { userName } } } }')).toBe('NoPermission');

    await json('user', 'create', 'build');
    const created = await run('token', 'create', 'nightly', '--user', 'build');
    const [, tokenId = '', file = ''] =
      /^Token id {2}(\S+)\nToken {5}in (\S+)\n$/.exec(created.stdout) ?? [];
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [, token = ''] =
      /^KEYWRIGHT_TOKEN=(kwt_\w{36})\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    expect(codesOf(await postBearer(kms, token, CREATE_KEY))).toBe('Forbidden.NoPermission');

    const { stdout } = await run('token', 'list');
    expect(stdout).toContain(`…${token.slice(-4)}`);
    expect(stdout).not.toContain(token);
    expect(await json('token', 'list', '--user', 'build')).toMatchObject({
      apiTokens: [
        { tokenId, userName: 'build', name: 'nightly', lastUse: { operation: 'CreateKey' } },
      ],
    });
    expect(await run('token', 'revoke', apiToken.tokenId, '--yes')).toMatchObject({ code: 0 });
    expect(await ask(CREATE_KEY)).toBe('Unauthenticated');
    expect((await run('token', 'delete', 'tok-x', '--yes')).stderr).toContain(
      'There is no API token tok-x.',
    );
    expect((await beside.audited()).map(({ operation }) => operation)).toEqual([
      'CreateApiToken',
      'CreateUser',
      'CreateApiToken',
      'DeleteApiToken',
    ]);
  });
});

describe('npm run session', { timeout: MAX_MS }, () => {
  it('lists and ends browser sessions and sign-in links', async () => {
    await using beside = await besideServer();
    const { kms, json, run } = beside;
    const { cookie } = await signIn(kms);
    const isSignedIn = async () => {
      const headers = {
        'content-type': 'application/json',
        cookie,
        'sec-fetch-site': 'same-origin',
      };
      const body = '{"query":"{ viewer { arn } }"}';
      return (await fetch(`${kms.url}/graphql`, { method: 'POST', headers, body })).ok;
    };
    expect(await isSignedIn()).toBe(true);
    const { sessions } = (await json('session', 'list')) as {
      sessions: { sessionId: string; accessKeyId: string; address: string }[];
    };
    expect(sessions).toMatchObject([
      { accessKeyId: 'operator', address: '127.0.0.1', userName: null, issuer: null },
    ]);
    const [{ sessionId = '' } = {}] = sessions;
    expect((await run('session', 'end', sessionId)).stdout).toBe(
      `Ended the browser session ${sessionId}.\n`,
    );
    expect(await isSignedIn()).toBe(false);
    expect((await run('session', 'list')).stdout).toBe('No browser is signed in.\n');

    const { apiToken } = (await json('token', 'create', 'console')) as Created;
    const { token } = apiToken;
    expect((await enter(kms, 'token', { token })).status).toBe(204);
    expect(await json('session', 'list')).toMatchObject({
      sessions: [{ apiTokenId: apiToken.tokenId, accessKeyId: null, userName: null }],
    });
    const listed = (await run('session', 'list')).stdout;
    expect(listed).toContain(` ${apiToken.tokenId} `);
    expect(listed).not.toContain(token);

    expect(await run('sign-in-link')).toMatchObject({ code: 0 });
    expect(pinned((await run('session', 'links')).stdout)).toMatch(/^LINK ID .*\n\S+ +- +operator/);
    const { signInLinks } = (await json('session', 'links')) as {
      signInLinks: { linkId: string }[];
    };
    const [{ linkId = '' } = {}] = signInLinks;
    expect(await run('session', 'delete-link', linkId)).toMatchObject({ code: 0 });
    expect(await json('session', 'links')).toEqual({ signInLinks: [] });
  });
});
