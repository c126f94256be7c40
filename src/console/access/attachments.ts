import { useQuery } from 'urql';
import {
  AttachPolicyToRoleDocument,
  AttachPolicyToUserDocument,
  DetachPolicyFromRoleDocument,
  DetachPolicyFromUserDocument,
  type PolicyType,
  RolePoliciesDocument,
  UserPoliciesDocument,
  type UserPoliciesQuery,
} from '../../generated/documents/console/graphql.ts';
import { type Failure, toFailure } from '../api/failure.ts';
import { useSend } from '../api/mutations.ts';

/** A user or a role. */
export interface PolicyHolder {
  readonly type: 'user' | 'role';
  readonly name: string;
}

/** A policy as inputs name it. */
export interface PolicyName {
  readonly policyType: PolicyType;
  readonly policyName: string;
}

/** A policy that a user or a role has. */
export type Attached = NonNullable<NonNullable<UserPoliciesQuery['user']>['policies']>[number];

/** The policies of a user or a role, and how to change them. */
export interface Attachments {
  readonly policies: readonly Attached[] | undefined;
  readonly isLoading: boolean;
  /** Why the policies could not be read. */
  readonly readFailure: Failure | undefined;
  /** @returns whether it was done; otherwise `failure` says why not */
  readonly attach: (policy: PolicyName) => Promise<boolean>;
  readonly detach: (policy: PolicyName) => Promise<boolean>;
  readonly isSending: boolean;
  readonly failure: Failure | undefined;
}

/** The policies of a user or a role. */
export function useAttachments({ type, name }: PolicyHolder): Attachments {
  const isUser = type === 'user';
  const [ofUser] = useQuery({
    query: UserPoliciesDocument,
    variables: { userName: name },
    pause: !isUser,
  });
  const [ofRole] = useQuery({
    query: RolePoliciesDocument,
    variables: { roleName: name },
    pause: isUser,
  });
  const toUser = useSend(AttachPolicyToUserDocument);
  const fromUser = useSend(DetachPolicyFromUserDocument);
  const toRole = useSend(AttachPolicyToRoleDocument);
  const fromRole = useSend(DetachPolicyFromRoleDocument);
  const senders = isUser ? [toUser, fromUser] : [toRole, fromRole];
  const { fetching, error } = isUser ? ofUser : ofRole;
  return {
    policies: (isUser ? ofUser.data?.user : ofRole.data?.role)?.policies ?? undefined,
    isLoading: fetching,
    readFailure: toFailure(error),
    attach: async ({ policyType, policyName }) =>
      (isUser
        ? await toUser.send({ input: { userName: name, policyType, policyName } })
        : await toRole.send({ input: { roleName: name, policyType, policyName } })) !== undefined,
    detach: async ({ policyType, policyName }) =>
      (isUser
        ? await fromUser.send({ input: { userName: name, policyType, policyName } })
        : await fromRole.send({ input: { roleName: name, policyType, policyName } })) !== undefined,
    isSending: senders.some(({ isSending }) => isSending),
    failure: senders.find(({ failure }) => failure)?.failure,
  };
}
