import type { AnyOperation } from '#pipeline/operation.ts';
import { wireName } from '#rpc/input.ts';
import type { Facts, Reference } from '../support/operation/facts.ts';
import { mutationName } from '../support/operation/test-contract.ts';
import { code, list, NONE } from './markdown.ts';

/** The GraphQL field of an operation, or why there is none. */
export function graphqlFieldOf({ operation, graphqlField }: Facts): string {
  if (operation.rpcOnly) return `none. ${operation.rpcOnly}`;
  return code(operation.effect === 'read' ? String(graphqlField) : mutationName(operation));
}

const SHORT: Readonly<Record<Reference, string>> = { id: 'id', alias: 'alias', arn: 'ARN' };

/** How the key is named: `id, alias`, or the parameters with what each accepts. */
export function referencesOf({ operation, references = {} }: Facts): string {
  const named = Object.entries(references);
  const isSimple = named.length === 1 && named[0]?.[0] === 'keyId';
  const fields = named.map(([field, accepts]) => {
    const forms = list(accepts.map((form) => SHORT[form]));
    return isSimple ? forms : `${code(parameterOf(operation, field))}: ${forms}`;
  });
  const byBlob = operation.key?.from?.includes('ciphertextBlob') ? ['the ciphertext itself'] : [];
  return [...fields, ...byBlob].join('; ') || NONE;
}

/** The RPC parameter of a field; lists are numbered. */
export const parameterOf = (operation: AnyOperation, field: string): string =>
  field === 'keyIds' ? 'ResourceId.N' : wireName(operation, field);

export const titleOf = ({ operation: { name }, always }: Facts): string =>
  always ? `${name} (always returns ${code(always)})` : name;
