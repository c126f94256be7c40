import { accountArn } from '#domain/arn.ts';
import type { Caller } from '../caller.ts';
import { trusting } from '../identities.ts';
import type { Credential } from '../kms.ts';
import { type Attached, DOCUMENT } from './subject.ts';

/** Makes users, roles and policies of an account. @param as may do everything in it */
export function newIdentities(account: Credential, as: Caller) {
  let names = 0;
  const freeName = () => `sample-${++names}`;
  const newUser = async () => {
    const userName = freeName();
    await as.act('CreateUser', { userName });
    return userName;
  };
  const newRole = async () => {
    const roleName = freeName();
    const assumeRolePolicyDocument = trusting(accountArn(account.accountId));
    await as.act('CreateRole', { roleName, assumeRolePolicyDocument });
    return roleName;
  };
  const newPolicy = async (policyDocument = DOCUMENT) => {
    const policyName = freeName();
    await as.act('CreatePolicy', { policyName, policyDocument });
    return policyName;
  };
  const newAttached = async (): Promise<Attached> => ({
    policyType: 'Custom',
    policyName: await newPolicy(),
  });
  return {
    freeName,
    newUser,
    newRole,
    newPolicy: () => newPolicy(),
    newPolicyOf: newPolicy,
    async newAccessKey(userName: string) {
      const { accessKey } = (await as.act('CreateAccessKey', { userName })) as unknown as {
        accessKey: { AccessKeyId: string };
      };
      return accessKey.AccessKeyId;
    },
    async newPolicyVersion(policyName: string, setAsDefault = false, policyDocument = DOCUMENT) {
      const input = { policyName, policyDocument, setAsDefault };
      const { policyVersion } = (await as.act('CreatePolicyVersion', input)) as unknown as {
        policyVersion: { VersionId: string };
      };
      return policyVersion.VersionId;
    },
    async attachedToUser() {
      const input = { ...(await newAttached()), userName: await newUser() };
      await as.act('AttachPolicyToUser', input);
      return input;
    },
    async attachedToRole() {
      const input = { ...(await newAttached()), roleName: await newRole() };
      await as.act('AttachPolicyToRole', input);
      return input;
    },
  };
}
