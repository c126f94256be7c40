import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caller } from '../support/caller.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { TestIssuer } from '../support/openid/issuer.ts';
import { acceptingTokens, openIdSettings } from '../support/openid/kms.ts';
import { signingIn } from '../support/openid/sign-in.ts';
import { type Exchange, startRecordingProxy } from './recording-proxy.ts';
import { randomLetters, SecretList } from './secret-list.ts';

/** The access key of the settings. Its secret is the first of the list. */
export const ROOT_KEY_ID = 'watched-root';

/** A server of which everything is kept that it is told, answers and logs. */
export interface WatchedServer extends AsyncDisposable {
  readonly kms: Kms;
  readonly secrets: SecretList;
  /** A text that is not a secret: the description of a key. */
  readonly description: string;
  /** It accepts the access tokens of this issuer, and browsers sign in there. */
  readonly issuer: TestIssuer;
  readonly settings: Readonly<Record<string, string>>;
  readonly logLines: readonly string[];
  readonly exchanges: () => Exchange[];
}

/** Starts a server that logs everything. Clients that use its URL come through a proxy that keeps what is sent. */
export async function startWatchedServer(): Promise<WatchedServer> {
  await using stack = new AsyncDisposableStack();
  const proxy = stack.use(await startRecordingProxy());
  const secrets = new SecretList();
  const logLines: string[] = [];
  const dataDir = makeDataDir();
  const issuer = stack.use(await TestIssuer.start());
  const client = { clientSecret: secrets.letters('client secret', 'of OpenID Connect') };
  const { accessTokens } = acceptingTokens(issuer.url);
  const settings = {
    ...openIdSettings(
      makeDataDir({ migrated: false }),
      signingIn(issuer.url, { accessTokens }, client),
    ),
    KEYWRIGHT_ACCESS_KEY_ID: ROOT_KEY_ID,
    KEYWRIGHT_ACCESS_KEY_SECRET: secrets.letters('access key secret', 'of the settings'),
    KEYWRIGHT_METRICS_TOKEN: secrets.letters('metrics token', 'of the settings'),
    KEYWRIGHT_PUBLIC_URL: proxy.url,
    KEYWRIGHT_AUDIT_READS: 'true',
  };
  const kms = stack.use(
    await startKms({ dataDir, settings, log: (line) => void logLines.push(line) }),
  );
  proxy.target = kms.port;
  const rootKey = readFileSync(join(dataDir, 'root-key'), 'utf8').trim();
  secrets.add('root key', 'of the server', Buffer.from(rootKey, 'base64'));
  const description = randomLetters();
  await caller('rpc', kms, await kms.addAccount()).createKey({ description });
  const opened = stack.move();
  return {
    kms,
    secrets,
    description,
    issuer,
    settings,
    logLines,
    exchanges: proxy.exchanges,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
