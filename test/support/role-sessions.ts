import { caller, type Surface } from './caller.ts';
import { allowing, type Credential, type TestRole } from './identities.ts';
import type { Kms } from './kms.ts';

/** A policy of a user or a role that may assume every role. */
export const mayAssumeAny = allowing('sts:AssumeRole');

/** A session, as a client has it. */
export interface TestSession extends Credential {
  readonly securityToken: string;
  readonly expiration: string;
}

/** Assumes a role. @param input further fields of AssumeRole @throws Refused */
export async function assume(
  kms: Kms,
  credential: Credential,
  { arn }: Pick<TestRole, 'arn'>,
  input: Readonly<Record<string, unknown>> = {},
  surface: Surface = 'rpc',
): Promise<TestSession> {
  const given = { roleArn: arn, roleSessionName: 'test', ...input };
  const { credentials } = (await caller(surface, kms, credential).act(
    'AssumeRole',
    given,
  )) as unknown as { credentials: Readonly<Record<string, string>> };
  const accountId = arn.split(':')[3] ?? '';
  const texts = Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    accountId,
    id: texts.accesskeyid ?? '',
    secret: texts.accesskeysecret ?? '',
    securityToken: texts.securitytoken ?? '',
    expiration: texts.expiration ?? '',
  };
}
