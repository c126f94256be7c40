import type { Condition } from './compiled-policy.ts';
import { CONDITION_KEY_NAMES, foldConditionKey, parseConditionKey } from './condition-keys.ts';
import { OPERATORS, type Operator, VALUE_FORMS } from './condition-operators.ts';
import type { JsonNode } from './json-reader.ts';
import { PolicyError } from './policy-error.ts';
import type { PolicyKind } from './policy-kinds.ts';
import { readList, readObject, readScalar, refuseVariables } from './read-node.ts';

const EXAMPLE = '{"IpAddress": {"acs:SourceIp": ["192.0.2.0/24"]}}';

/** Compiles the Condition element of a statement. */
export function parseConditions(node: JsonNode, kind: PolicyKind): Condition[] {
  return [...readObject(node, EXAMPLE).members].flatMap(([name, keys]) => {
    const operator = OPERATORS.get(name);
    if (!operator)
      throw new PolicyError(
        keys,
        'There is no such operator.',
        `Use one of ${[...OPERATORS.keys()].join(', ')}, with the same case.`,
      );
    const folded = new Set<string>();
    return [...readObject(keys, EXAMPLE).members].map(([keyName, values]) => {
      if (folded.size === folded.add(foldConditionKey(keyName)).size)
        throw new PolicyError(values, 'The operator has this key twice.', 'Keep one.');
      return parseCondition(name, operator, keyName, values, kind);
    });
  });
}

function parseCondition(
  operatorName: string,
  operator: Operator,
  keyName: string,
  values: JsonNode,
  kind: PolicyKind,
): Condition {
  refuseVariables(keyName, values);
  const key = parseConditionKey(keyName);
  if (!key)
    throw new PolicyError(
      values,
      'There is no such condition key.',
      `Use one of ${CONDITION_KEY_NAMES}.`,
    );
  if (kind === 'trust' && /^kms:(?!surface$)/i.test(keyName))
    throw new PolicyError(
      values,
      'A trust policy has no key whose facts it could compare.',
      'Use condition keys that begin with acs:, or kms:Surface.',
    );
  if (!key.types.includes(operator.type))
    throw new PolicyError(
      values,
      `${operatorName} cannot compare this key.`,
      `Use an operator for ${key.types.join(' or ')} values.`,
    );
  const tests = readList(values, EXAMPLE).map((value) => {
    const test = operator.compile(readScalar(value));
    if (test) return test;
    throw new PolicyError(
      value,
      `${operatorName} cannot read this value.`,
      `Write ${VALUE_FORMS[operator.type]}.`,
    );
  });
  return { key, negative: operator.negative, tests };
}
