import type { PolicyName } from './attachments.ts';

/** Where the view shows a user, below /console. */
export const userAddress = (name: string): string => `/access/users/${encodeURIComponent(name)}`;

/** Where the view shows a role. */
export const roleAddress = (name: string): string => `/access/roles/${encodeURIComponent(name)}`;

/** Where the view shows a policy of either type. */
export const policyAddress = ({ policyType, policyName }: PolicyName): string =>
  `/access/policies/${policyType}/${encodeURIComponent(policyName)}`;
