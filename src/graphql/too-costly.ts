import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { GraphqlCall } from './call.ts';

/** Kinds of the complexity plugin, as its error names them. */
export const COSTS = { Depth: 'depth', Breadth: 'number of fields', Complexity: 'cost' } as const;

/** The error for a query above a limit. */
export const tooCostly = (what: string, cost: number, limit: number): GraphQLError =>
  new GraphQLError(
    `This query is too costly: its ${what} is ${cost}, and the limit is ${limit}. Ask for smaller pages or fewer fields, or send several requests.`,
    { extensions: { code: 'QUERY_TOO_COSTLY', cost, limit } },
  );

/**
 * Checks the cost of a subscription when it begins. The plugin checks it too, but only with the first event.
 * @throws GraphQLError
 */
export function checkCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  call: GraphqlCall,
  variables: Readonly<Record<string, unknown>>,
): void {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const own = { ...document, definitions: [operation, ...fragments] };
  const found = complexityFromQuery(own, { schema, ctx: call, variables });
  const { depth, complexity } = call.limits;
  if (found.depth > depth) throw tooCostly(COSTS.Depth, found.depth, depth);
  if (found.complexity > complexity)
    throw tooCostly(COSTS.Complexity, found.complexity, complexity);
}
