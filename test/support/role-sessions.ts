import { caller, type Surface } from './caller.ts';
import { postGraphql } from './graphql-client.ts';
import {
  addRole,
  addUser,
  allowing,
  type Credential,
  type TestRole,
  type TestStatement,
  trusting,
} from './identities.ts';
import { type Kms, sharedKms } from './kms.ts';
import { callAcs3, callV1 } from './rpc-client.ts';

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

/** The ways to use a session, by the name of the credential's place. */
export const WAYS = ['V1 query', 'V1 form', 'ACS3', 'GraphQL'] as const;
export type Way = (typeof WAYS)[number];

const ENCRYPT = 'mutation ($input: EncryptInput!) { encrypt(input: $input) { ciphertextBlob } }';

/** Encrypts with a key. @returns `ok`, or the code of the error */
export async function encryptBy(
  way: Way,
  kms: Kms,
  credential: Credential,
  keyId: string,
): Promise<string> {
  const now = kms.services.clock();
  const input = { KeyId: keyId, Plaintext: 'eA==' };
  if (way === 'GraphQL') {
    const variables = { input: { keyId, plaintext: 'eA==' } };
    const { errors } = await postGraphql(kms, credential, { query: ENCRYPT, variables });
    return String(errors?.[0]?.extensions.code ?? 'ok');
  }
  const placement = way === 'V1 form' ? 'form' : 'query';
  const { status, json } =
    way === 'ACS3'
      ? await callAcs3(kms, credential, 'Encrypt', { form: input, now })
      : await callV1(kms, credential, 'Encrypt', input, { placement, now });
  return status === 200 ? 'ok' : String(json.Code);
}

/** An account with a key, a user that may assume roles, and a role that it can assume and that may do everything. */
export async function openAccount(
  given?: Kms,
  statements: readonly TestStatement[] = allowing('*'),
) {
  const kms = given ?? (await sharedKms());
  const root = await kms.addAccount();
  const { accountId } = root;
  const as = caller('rpc', kms, root);
  const { keyId } = await as.createKey();
  const user = await addUser(kms, accountId, mayAssumeAny, 'alice');
  const trust = trusting(`acs:ram::${accountId}:root`);
  const role = await addRole(kms, accountId, trust, statements, 'deployer');
  return { kms, root, as, accountId, keyId, user, trust, role };
}
