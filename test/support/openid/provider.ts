import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type JWK } from 'oidc-provider';
import { AUDIENCE } from './issuer.ts';

const CLIENT_SECRET = 'a secret of the client';

const signingKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'provider' } as JWK;
};

/** A server for an OpenID Connect provider, whose address is known before the provider exists. */
export async function listenForProvider() {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server: Server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // `localhost` and `127.0.0.1` are different sites for a browser, as an issuer and Keywright are.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    /** @param kmsUrl the address of the server that browsers sign in to */
    async serve(kmsUrl: string): Promise<void> {
      listener = (await newProvider(url, kmsUrl)).callback();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function newProvider(url: string, kmsUrl: string): Promise<Provider> {
  return new Provider(url, {
    jwks: { keys: [await signingKey()] },
    cookies: { keys: ['only for tests'] },
    clients: [
      {
        client_id: 'keywright',
        client_secret: CLIENT_SECRET,
        redirect_uris: [`${kmsUrl}/sign-in/openid/test/callback`],
      },
      {
        client_id: 'machine',
        client_secret: CLIENT_SECRET,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    claims: { openid: ['sub', 'groups'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, groups: id.startsWith('reader') ? ['kms-readers'] : [] }),
    }),
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'keys',
          audience: AUDIENCE,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
        }),
      },
    },
  });
}

/** An access token of the program `machine`. @param parameters absent `resource`: an opaque token */
export async function machineToken(
  url: string,
  parameters: Readonly<Record<string, string>> = { resource: AUDIENCE, scope: 'keys' },
): Promise<string> {
  const response = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`machine:${encodeURIComponent(CLIENT_SECRET)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...parameters }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`the provider gave no token: ${response.status}`);
  return token;
}
