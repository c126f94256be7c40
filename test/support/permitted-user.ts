import { v4 as uuid } from 'uuid';
import { type Caller, caller, outcomeOf, type Surface } from './caller.ts';
import { addUser, allowing } from './identities.ts';
import { type Credential, type Kms, sharedKms } from './kms.ts';

const documentOf = (Effect: 'Allow' | 'Deny', Action: string): string =>
  JSON.stringify({ Version: '1', Statement: [{ Effect, Action, Resource: '*' }] });

/** A change of a user's permissions, after which the user may no longer list keys. */
export interface Revocation {
  readonly name: string;
  /** What makes it effective. */
  readonly act: (root: Caller, names: { userName: string; policyName: string }) => Promise<unknown>;
}

const NONE = documentOf('Allow', 'kms:Encrypt');

/** All ways to remove a permission, by the name of the operation that does it. */
export const REVOCATIONS: readonly Revocation[] = [
  {
    name: 'DetachPolicyFromUser',
    act: (root, names) => root.act('DetachPolicyFromUser', { policyType: 'Custom', ...names }),
  },
  {
    name: 'SetDefaultPolicyVersion',
    act: (root, { policyName }) =>
      root.act('SetDefaultPolicyVersion', { policyName, versionId: 'v2' }),
  },
  {
    name: 'CreatePolicyVersion',
    act: (root, { policyName }) =>
      root.act('CreatePolicyVersion', { policyName, policyDocument: NONE, setAsDefault: true }),
  },
  {
    name: 'AttachPolicyToUser',
    async act(root, { userName }) {
      const policyName = `deny-${uuid()}`;
      const policyDocument = documentOf('Deny', 'kms:ListKeys');
      await root.act('CreatePolicy', { policyName, policyDocument });
      return root.act('AttachPolicyToUser', { policyType: 'Custom', policyName, userName });
    },
  },
];

/** A user who may list keys by one policy, which has a version `v2` that does not allow it. */
export async function permittedUser(surface: Surface, kms?: Kms) {
  const server = kms ?? (await sharedKms());
  const account = await server.addAccount();
  const root = caller(surface, server, account);
  const userName = `user-${uuid().slice(0, 8)}`;
  // Its first policy has the name of the user, and only makes it a user with an access key.
  const statements = allowing('kms:ListAliases');
  const credential: Credential = await addUser(server, account.accountId, statements, userName);
  const policyName = `list-${uuid()}`;
  await root.act('CreatePolicy', {
    policyName,
    policyDocument: documentOf('Allow', 'kms:ListKeys'),
  });
  await root.act('CreatePolicyVersion', { policyName, policyDocument: NONE });
  await root.act('AttachPolicyToUser', { policyType: 'Custom', policyName, userName });
  return {
    root,
    names: { userName, policyName },
    /** `ok`, or the code of the refusal. @param at the replica that is called */
    list: (at: Kms = server) => outcomeOf(caller('rpc', at, credential).act('ListKeys')),
  };
}
