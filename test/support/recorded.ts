import { rawRequest } from './http.ts';
import type { Credential, Kms } from './kms.ts';
import { commonV1, signV1 } from './rpc-client.ts';

/** A signed request that somebody has recorded, and sends to whichever server. @returns status and code of the answer */
export function record(
  account: Credential,
  action: string,
  input: Readonly<Record<string, string>>,
  now: Date,
): (kms: Pick<Kms, 'url'>) => Promise<readonly [number, unknown]> {
  const path = `/?${new URLSearchParams(signV1('GET', { ...commonV1(account, action, now), ...input }, account.secret))}`;
  return async ({ url }) => {
    const { status, json } = await rawRequest(url, { method: 'GET', path });
    return [status, json.Code];
  };
}

export const ANSWERED = [200, undefined];
export const REPLAYED = [400, 'SignatureNonceUsed'];
