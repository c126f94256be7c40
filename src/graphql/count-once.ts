import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlCall } from './call.ts';

/**
 * Does a count once for a whole query, however many of its fields ask for it. Not for a mutation, whose fields change what
 * was counted for those before them.
 * @param what names what is counted: two counts of one name are the same
 */
export function countOnce(
  { counts }: GraphqlCall,
  { operation }: Pick<GraphQLResolveInfo, 'operation'>,
  what: readonly unknown[],
  count: () => Promise<number>,
): Promise<number> {
  if (operation.operation !== 'query') return count();
  const name = JSON.stringify(what);
  const counting = counts.get(name) ?? count();
  counts.set(name, counting);
  return counting;
}
