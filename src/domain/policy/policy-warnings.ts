import type { CompiledPolicy } from './compiled-policy.ts';
import { canMatchForm, matchesGlob } from './glob.ts';

/** Something in a valid policy that has no effect here. */
export interface PolicyWarning {
  /** Such as `Statement[0].Action[1]`. */
  readonly place: string;
  readonly text: string;
}

/** The forms of ARNs that permission is checked on. `*` is any run without a colon. */
const RESOURCE_FORMS = [
  'acs:kms:*:*:key',
  'acs:kms:*:*:key/*',
  'acs:kms:*:*:alias',
  'acs:kms:*:*:alias/*',
  'acs:ram:*:*:user/*',
  'acs:ram:*:*:role/*',
  'acs:ram:*:*:policy/*',
];

/**
 * Lists actions that this service does not know and resources that it does not have. Such entries are stored, because
 * policies are often shared with other services, but they have no effect.
 * @param knownActions such as `kms:Encrypt`
 */
export function warningsOf(
  { statements }: CompiledPolicy,
  knownActions: readonly string[],
): PolicyWarning[] {
  const known = knownActions.map((action) => action.toLowerCase());
  return statements.flatMap(({ actions, resources }) => [
    ...actions
      .filter(({ pattern }) => !known.some((action) => matchesGlob(pattern, action)))
      .map(({ place }) => ({ place, text: 'No action of this service matches.' })),
    ...resources
      .filter(({ pattern }) => !RESOURCE_FORMS.some((form) => canMatchForm(pattern, form)))
      .map(({ place }) => ({ place, text: 'No resource of this service matches.' })),
  ]);
}
