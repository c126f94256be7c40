import type { Pattern, Statement } from './compiled-policy.ts';
import { compileGlob } from './glob.ts';
import type { JsonNode, JsonObject } from './json-reader.ts';
import { parseConditions } from './parse-conditions.ts';
import { parsePrincipals } from './parse-principals.ts';
import { PolicyError } from './policy-error.ts';
import { POLICY_KINDS, type PolicyKind } from './policy-kinds.ts';
import { readList, readObject, readString } from './read-node.ts';

const EXAMPLES: Readonly<Record<PolicyKind, string>> = {
  identity: '{"Effect": "Allow", "Action": ["kms:Encrypt"], "Resource": ["*"]}',
  session: '{"Effect": "Allow", "Action": ["kms:Encrypt"], "Resource": ["*"]}',
  key: '{"Effect": "Allow", "Principal": {"RAM": […]}, "Action": ["kms:Encrypt"], "Resource": "*"}',
  trust: '{"Effect": "Allow", "Principal": {"RAM": […]}, "Action": "sts:AssumeRole"}',
};
const ACTION: Readonly<Record<PolicyKind, RegExp>> = {
  identity: /^(?:\*|[a-z][a-z0-9-]*:[A-Za-z0-9*?]+)$/,
  session: /^(?:\*|[a-z][a-z0-9-]*:[A-Za-z0-9*?]+)$/,
  key: /^kms:[A-Za-z0-9*?]+$/,
  trust: /^sts:AssumeRole$/,
};
const ACTION_ADVICE: Readonly<Record<PolicyKind, string>> = {
  identity: 'Write <service>:<operation> such as kms:Encrypt or kms:Describe*, or * for all.',
  session: 'Write <service>:<operation> such as kms:Encrypt or kms:Describe*, or * for all.',
  key: 'Write kms:<operation> such as kms:Encrypt, or kms:* for all.',
  trust: 'Write sts:AssumeRole.',
};
const SID = /^[\w/+=.@ -]{1,128}$/;

/** Compiles a statement. */
export function parseStatement(node: JsonNode, index: number, kind: PolicyKind): Statement {
  const object = readObject(node, EXAMPLES[kind]);
  checkElements(object, kind);
  const element = <T>(name: string, read: (value: JsonNode) => T): T | undefined => {
    const value = object.members.get(name);
    return value && read(value);
  };
  const sid = element('Sid', readSid);
  const excluded = element('NotAction', (value) => readActions(value, kind));
  return {
    index,
    ...(sid === undefined ? {} : { sid }),
    effect: element('Effect', readEffect) ?? 'Deny',
    actions: excluded ?? element('Action', (value) => readActions(value, kind)) ?? [],
    actionsExcluded: excluded !== undefined,
    resources: element('Resource', (value) => readResources(value, kind)) ?? [
      { ...compileGlob('*'), place: object.place },
    ],
    principals: element('Principal', parsePrincipals) ?? [],
    conditions: element('Condition', (value) => parseConditions(value, kind)) ?? [],
  };
}

function checkElements(object: JsonObject, kind: PolicyKind): void {
  const { elements, required }: { elements: readonly string[]; required: readonly string[] } =
    POLICY_KINDS[kind];
  for (const [name, value] of object.members)
    if (!elements.includes(name))
      throw new PolicyError(
        value,
        `A statement of this kind of policy (${kind}) has no such element.`,
        `Use only ${elements.join(', ')}, with the same case.`,
      );
  const missing = required.find((name) => !object.members.has(name));
  if (missing) throw new PolicyError(object, `${missing} is missing.`, `Write ${EXAMPLES[kind]}.`);
  if (object.members.has('Action') === object.members.has('NotAction'))
    throw new PolicyError(
      object,
      'A statement has exactly one of Action and NotAction.',
      `Write ${EXAMPLES[kind]}.`,
    );
}

function readEffect(node: JsonNode): Statement['effect'] {
  const effect = readString(node, '"Allow" or "Deny"');
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new PolicyError(node, 'There is no such effect.', 'Write "Allow" or "Deny".');
  return effect;
}

function readSid(node: JsonNode): string {
  const sid = readString(node, 'a text');
  if (!SID.test(sid))
    throw new PolicyError(
      node,
      'This cannot be a Sid.',
      'Use 1 to 128 letters, digits, blanks and _ / + = . @ -.',
    );
  return sid;
}

const readActions = (node: JsonNode, kind: PolicyKind): Pattern[] =>
  readList(node, '["kms:Encrypt"]').map((item) => {
    const action = readString(item, '"kms:Encrypt"');
    if (!ACTION[kind].test(action))
      throw new PolicyError(item, 'This is not an action.', ACTION_ADVICE[kind]);
    return { ...compileGlob(action.toLowerCase()), place: item.place };
  });

const readResources = (node: JsonNode, kind: PolicyKind): Pattern[] =>
  readList(node, '["*"]').map((item) => {
    const resource = readString(item, '"*"');
    const isValid = resource === '*' || (kind !== 'key' && resource.startsWith('acs:'));
    if (!isValid)
      throw new PolicyError(
        item,
        'This is not a resource.',
        kind === 'key'
          ? 'Write *, which is the key that has the policy.'
          : 'Write * or a pattern of ARNs such as acs:kms:*:*:key/*.',
      );
    return { ...compileGlob(resource), place: item.place };
  });
