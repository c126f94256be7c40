import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawReply } from '../http.ts';
import { addRole, addUser, allowing, trusting } from '../identities.ts';
import { type Kms, type KmsOptions, makeDataDir, startKms } from '../kms.ts';
import { post } from '../sign-in.ts';
import { AUDIENCE } from './issuer.ts';

/** Rules that tests use: a user by `sub`, and a role by a group. */
export const MAPPING = [
  { claim: 'sub', equals: 'alice-subject', user: 'alice' },
  { claim: ['realm_access', 'roles'], contains: 'kms-reader', role: 'reader' },
  { claim: 'sub', equals: 'nobody-subject', user: 'nobody' },
] as const;

/** One issuer of the settings file that accepts access tokens. */
export const acceptingTokens = (
  issuer: string,
  fields: Readonly<Record<string, unknown>> = {},
  accessTokens: Readonly<Record<string, unknown>> = {},
) => ({
  name: 'test',
  issuer,
  mapping: MAPPING,
  accessTokens: { audience: AUDIENCE, ...accessTokens },
  ...fields,
});

/** Writes the settings file. @returns the setting that names it */
export function openIdSettings(dataDir: string, ...issuers: readonly object[]) {
  const file = join(dataDir, 'openid.json');
  writeFileSync(file, JSON.stringify({ issuers }), { mode: 0o600 });
  return { KEYWRIGHT_OPENID_FILE: file };
}

/** A server that accepts these issuers, with the user `alice`, who may create keys, and the role `reader`, who may list them. */
export async function startOpenIdKms(
  issuers: readonly object[],
  { settings, dataDir = makeDataDir(), ...options }: KmsOptions = {},
): Promise<Kms> {
  const kms = await startKms({
    ...options,
    dataDir,
    settings: { ...settings, ...openIdSettings(dataDir, ...issuers) },
  });
  const { accountId } = kms.deployment;
  if ((await kms.store.db.user.count({ where: { name: 'alice' } })) === 0) {
    await addUser(kms, accountId, allowing('kms:CreateKey', 'kms:ListKeys'), 'alice');
    const trust = trusting(`acs:ram::${accountId}:root`);
    await addRole(kms, accountId, trust, allowing('kms:ListKeys'), 'reader');
  }
  return kms;
}

/** Asks with a bearer token who calls. */
export const whoCalls = (kms: Pick<Kms, 'url'>, token: string): Promise<RawReply> =>
  post(kms, '/graphql', '{"query":"{ callerIdentity { identityType arn principalId } }"}', {
    authorization: `Bearer ${token}`,
  });

/** The status of an answer, the code of its error and the message; the ARN of the caller where there is no error. */
export function outcomeOf({ status, json }: RawReply): readonly unknown[] {
  const [error] = (json.errors ?? []) as { message: string; extensions: { code: string } }[];
  const { callerIdentity } = (json.data ?? {}) as { callerIdentity?: { arn: string } };
  return error ? [status, error.extensions.code, error.message] : [status, callerIdentity?.arn];
}
