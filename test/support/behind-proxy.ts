import { databaseOf, urlOf } from './database.ts';
import { type Credential, type Kms, makeDataDir, startKms } from './kms.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export interface BehindProxy extends AsyncDisposable {
  readonly kms: Kms;
  readonly account: Credential;
  readonly proxy: TcpProxy;
}

/** A server with a network between it and its database. */
export async function startBehindProxy(
  settings: Readonly<Record<string, string>> = {},
): Promise<BehindProxy> {
  const dataDir = makeDataDir();
  const proxy = await startTcpProxy(urlOf(databaseOf(dataDir)));
  const kms = await startKms({ dataDir, settings: { DATABASE_URL: proxy.url, ...settings } });
  const account = await kms.addAccount();
  return {
    kms,
    account,
    proxy,
    async [Symbol.asyncDispose]() {
      proxy.resume();
      await kms[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}
