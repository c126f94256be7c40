import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';

export const AUDIENCE = 'https://kms.example.com';

interface IssuerKey {
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
}

const newKey = async (kid: string, alg = 'ES256'): Promise<IssuerKey> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }, privateKey };
};

/** What an access token has, unless a test says otherwise; undefined leaves a claim or a header parameter out. */
export interface TokenOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** The key that signs; absent: the first one. */
  readonly kid?: string;
  readonly now?: Date;
}

const defined = (fields: object): object =>
  JSON.parse(JSON.stringify(fields)) as Record<string, unknown>;

/** A server with the documents of an issuer: the discovery document and the keys. */
export class TestIssuer implements AsyncDisposable {
  readonly #keys = new Map<string, IssuerKey>();
  /** The requests that came. */
  readonly requests: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  /** What it answers, by path, instead of its documents. */
  readonly answers = new Map<string, { status: number; body: string; location?: string }>();
  /** Further fields of the discovery document. */
  metadata: Readonly<Record<string, unknown>> = {};
  #server: Server | undefined;
  #port = 0;
  #held: Promise<void> | undefined;

  static async start(): Promise<TestIssuer> {
    const issuer = new TestIssuer();
    await issuer.addKey('first');
    await issuer.open();
    return issuer;
  }

  /** The paths that were asked for. */
  get asked(): string[] {
    return this.requests.map(({ path }) => path);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async addKey(kid: string, alg?: string): Promise<void> {
    this.#keys.set(kid, await newKey(kid, alg));
  }

  removeKey(kid: string): void {
    this.#keys.delete(kid);
  }

  keyOf(kid: string): IssuerKey {
    const key = this.#keys.get(kid);
    if (!key) throw new Error(`there is no key ${kid}`);
    return key;
  }

  /** Answers again at the same address after `close`. */
  async open(): Promise<void> {
    const server = createServer(async (request, response) => {
      const path = request.url ?? '';
      this.requests.push({ path, headers: request.headers, body: await text(request) });
      await this.#held;
      const { status, body, location } = this.answers.get(path) ?? this.#documentAt(path);
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(location && { location }),
      });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  #documentAt(path: string): { status: number; body: string; location?: string } {
    const documents: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': {
        issuer: this.url,
        jwks_uri: `${this.url}/keys`,
        authorization_endpoint: `${this.url}/authorize`,
        token_endpoint: `${this.url}/token`,
        id_token_signing_alg_values_supported: ['RS256', 'ES256'],
        ...this.metadata,
      },
      '/keys': { keys: [...this.#keys.values()].map(({ publicJwk }) => publicJwk) },
    };
    const document = documents[path];
    return document ? { status: 200, body: JSON.stringify(document) } : { status: 404, body: '{}' };
  }

  /** Leaves requests without an answer. @returns lets it answer again, those requests too */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return resolve;
  }

  /** Refuses connections from now on. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** An access token of ten minutes. */
  token({ claims, header, kid = 'first', now = new Date() }: TokenOptions = {}): Promise<string> {
    const { privateKey, publicJwk } = this.keyOf(kid);
    const seconds = Math.floor(now.getTime() / 1_000);
    const payload = {
      iss: this.url,
      aud: AUDIENCE,
      sub: 'alice-subject',
      iat: seconds,
      exp: seconds + 600,
      ...claims,
    };
    return new SignJWT(defined(payload) as JWTPayload)
      .setProtectedHeader(
        defined({ alg: publicJwk.alg, typ: 'at+jwt', kid, ...header }) as JWTHeaderParameters,
      )
      .sign(privateKey);
  }
}
