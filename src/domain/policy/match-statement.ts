import { allOf, anyOf, type Certainty } from './certainty.ts';
import type { Condition, Statement } from './compiled-policy.ts';
import { canMatchForm, coversPrefix, matches } from './glob.ts';
import type { PolicyRequest } from './policy-request.ts';

/** Whether the actions of a statement include an action, which is compared without case. */
export const includesAction = (
  { actions, actionsExcluded }: Pick<Statement, 'actions' | 'actionsExcluded'>,
  action: string,
): boolean => {
  const folded = action.toLowerCase();
  return actions.some((pattern) => matches(pattern, folded)) !== actionsExcluded;
};

/** Whether a statement matches a request, apart from its principals. */
export function matchStatement(statement: Statement, request: PolicyRequest): Certainty {
  const resource = request.unknown?.resource
    ? includesAction(statement, request.action)
      ? matchUnknown(statement, request.resource)
      : 'no'
    : isAbout(statement, request)
      ? 'yes'
      : 'no';
  if (resource === 'no') return 'no';
  const conditions = allOf(statement.conditions, (one) => matchCondition(one, request));
  return allOf([resource, conditions], (certainty) => certainty);
}

/** Most pairs of action and resource that are remembered of a statement: keys that are in use now. */
const MAX_PAIRS = 128;
const knownPairs = new WeakMap<Statement, Map<string, boolean>>();

/** Whether a statement is about an action and a resource, whatever its conditions. It never changes, so it is remembered. */
function isAbout(statement: Statement, { action, resource }: PolicyRequest): boolean {
  const pairs = knownPairs.get(statement) ?? new Map<string, boolean>();
  const name = `${action} ${resource}`;
  const known = pairs.get(name);
  if (known !== undefined) return known;
  const isMatch =
    includesAction(statement, action) &&
    statement.resources.some((pattern) => matches(pattern, resource));
  if (pairs.size >= MAX_PAIRS) pairs.clear();
  knownPairs.set(statement, pairs.set(name, isMatch));
  return isMatch;
}

/** Most forms that are remembered of a statement. An account has few: its keys, and those of other accounts. */
const MAX_FORMS = 16;
/** A form is matched step by step, and each list of keys asks for the same one. */
const knownForms = new WeakMap<Statement, Map<string, Certainty>>();

/** Whether the resources of a statement include what a form can be. */
function matchUnknown(statement: Statement, form: string): Certainty {
  if (!form.endsWith('*')) throw new TypeError('an unknown resource must end in *');
  const forms = knownForms.get(statement) ?? new Map<string, Certainty>();
  const known = forms.get(form);
  if (known) return known;
  const certainty = anyOf(statement.resources, ({ pattern }) => matchForm(pattern, form));
  if (forms.size >= MAX_FORMS) forms.clear();
  knownForms.set(statement, forms.set(form, certainty));
  return certainty;
}

function matchForm(pattern: string, resource: string): Certainty {
  if (coversPrefix(pattern, resource.slice(0, -1))) return 'yes';
  // Without this rule about colons, a Deny for `acs:kms:*:*:alias/*` could match a key whose id contains `:alias/`.
  return canMatchForm(pattern, resource) ? 'maybe' : 'no';
}

function matchCondition(
  { key, negative, tests }: Condition,
  { conditions, unknown }: PolicyRequest,
): Certainty {
  if (unknown?.key && key.of !== 'call') return 'maybe';
  const value = key.read(conditions);
  const matches = value !== undefined && tests.some((test) => test(value));
  return matches !== negative ? 'yes' : 'no';
}
