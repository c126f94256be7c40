import type { CompiledPolicy } from './compiled-policy.ts';
import { decide } from './decide.ts';
import { includesAction } from './match-statement.ts';
import type { PolicyRequest } from './policy-request.ts';
import type { Subject } from './subject.ts';

/** Whether the decision about an action can depend on the tags of the key. If not, they need not be read. */
export const dependsOn = (
  policies: readonly CompiledPolicy[],
  action: string,
): { readonly tags: boolean } => ({
  tags: policies.some(({ statements }) =>
    statements.some(
      (statement) =>
        statement.conditions.some(({ key }) => key.of === 'tags') &&
        includesAction(statement, action),
    ),
  ),
});

/** How much of a list a subject can see. */
export type Visibility = 'all' | 'some' | 'none';

/**
 * How many of the keys of the subject's account an action is allowed on. all and none are certain; some means that the
 * caller must decide about each key. For a key that has a policy it must do so in any case.
 * @param request its resource is a beginning of ARNs that ends in `*`, such as `acs:kms:<region>:<account>:key/*`
 */
export function visibility(subject: Subject, request: Omit<PolicyRequest, 'unknown'>): Visibility {
  const target = { accountId: subject.accountId };
  const anyKey: PolicyRequest = { ...request, unknown: { key: true, resource: true } };
  if (decide(subject, target, anyKey, 'surely').allowed) return 'all';
  return decide(subject, target, anyKey, 'possibly').allowed ? 'some' : 'none';
}
