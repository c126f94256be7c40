import { getNamedType, isInputObjectType } from 'graphql';
import type { z } from 'zod';
import { schema } from '#graphql/build-schema.ts';
import type { Facts } from '../support/operation/facts.ts';
import { mutationName } from '../support/operation/test-contract.ts';
import { parameterOf } from './describe-facts.ts';
import { code, table } from './markdown.ts';

/** Of fields that GraphQL does not have, or has in another place. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  keyId: 'The key.',
  keyIds: 'Ids of the keys.',
  keyVersionId: 'The key version.',
  resourceType: 'The type of the resources: `key`.',
  pageNumber: 'The page, from 1.',
  pageSize: 'Number of items on a page, from 1 to 100.',
  nextToken: 'The `NextToken` of the previous page.',
  dryRun: 'Checks the request and does nothing. The answer is the error `DryRunOperationError`.',
  tags: 'The tags.',
  tagKeys: 'Tag keys: up to 20.',
  filters: 'JSON: an array of `{"Key": …, "Values": […]}`.',
  policyName: 'The name of the key policy: `default`.',
  protectedResourceArn: 'The key, instead of `KeyId`.',
};

/** A table of the parameters, with what the GraphQL schema says of each. */
export function parametersOf(facts: Facts): string {
  const { input, graphqlOnlyFields = [] } = facts.operation;
  const fields = Object.entries(input.shape) as [string, z.ZodType][];
  if (fields.length === 0) return 'No parameters.';
  return table(
    ['parameter', 'default', 'description'],
    fields.map(([field, type]) => [
      graphqlOnlyFields.includes(field)
        ? `${code(field)}, GraphQL only`
        : code(parameterOf(facts.operation, field)),
      defaultOf(type),
      descriptionOf(facts, field),
    ]),
  );
}

function defaultOf(type: z.ZodType): string {
  const { success, data } = type.safeParse(undefined);
  if (!success) return 'required';
  return data === undefined || data === '' || Array.isArray(data) ? 'none' : code(String(data));
}

/** In one line: a description in the schema can have paragraphs. */
const descriptionOf = (facts: Facts, field: string): string =>
  (graphqlDescription(facts, field) ?? DESCRIPTIONS[field] ?? '').replace(/\s+/g, ' ');

function graphqlDescription(
  { operation, graphqlField = '' }: Facts,
  field: string,
): string | null | undefined {
  if (operation.effect !== 'read') {
    const mutation = schema.getMutationType()?.getFields()[mutationName(operation)];
    const argument = mutation?.args.find(({ name }) => name === 'input');
    const input = argument && getNamedType(argument.type);
    return isInputObjectType(input) ? input.getFields()[field]?.description : undefined;
  }
  const query = schema.getQueryType();
  const args = query?.getFields()[graphqlField]?.args ?? [];
  const filter = getNamedType(args.find(({ name }) => name === 'filter')?.type);
  return (
    args.find(({ name }) => name === field)?.description ??
    (isInputObjectType(filter) ? filter.getFields()[field]?.description : undefined)
  );
}
