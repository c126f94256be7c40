import { type Credential, type Kms, sharedKms } from '../support/kms.ts';

/** What each client is given: the address of a server and the headers of an account of its own. */
export interface Connection {
  readonly kms: Kms;
  readonly account: Credential;
  readonly url: string;
  readonly headers: Readonly<Record<'authorization', string>>;
}

export async function connect(): Promise<Connection> {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const token = Buffer.from(`${account.id}:${account.secret}`).toString('base64');
  return {
    kms,
    account,
    url: `${kms.url}/graphql`,
    headers: { authorization: `Basic ${token}` },
  };
}
