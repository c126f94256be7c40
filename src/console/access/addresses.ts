import type { PolicyName } from './attachments.ts';

/** Address of a user. */
export const userAddress = (name: string): string => `/access/users/${encodeURIComponent(name)}`;

/** Address of a role. */
export const roleAddress = (name: string): string => `/access/roles/${encodeURIComponent(name)}`;

/** Address of a policy. */
export const policyAddress = ({ policyType, policyName }: PolicyName): string =>
  `/access/policies/${policyType}/${encodeURIComponent(policyName)}`;
